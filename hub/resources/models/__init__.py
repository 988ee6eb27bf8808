from .index_page import ResourceIndexPage
from .listed import Listed
from .program_facts import ProgramFacts
from .queryset import ResourceQuerySet
from .relations import RelationKind, ResourceRelation
from .resource_page import ResourcePage, ResourceTopic

__all__ = [
    "Listed",
    "ProgramFacts",
    "RelationKind",
    "ResourceIndexPage",
    "ResourcePage",
    "ResourceQuerySet",
    "ResourceRelation",
    "ResourceTopic",
]
