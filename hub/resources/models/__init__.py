from .index_page import ResourceIndexPage
from .program_facts import ProgramFacts
from .relations import RelationKind, ResourceRelation
from .resource_page import ResourcePage, ResourceQuerySet, ResourceTopic

__all__ = [
    "ProgramFacts",
    "RelationKind",
    "ResourceIndexPage",
    "ResourcePage",
    "ResourceQuerySet",
    "ResourceRelation",
    "ResourceTopic",
]
