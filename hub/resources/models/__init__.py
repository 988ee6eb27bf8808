from .index_page import ResourceIndexPage
from .relations import RelationKind, ResourceRelation
from .resource_page import ResourcePage, ResourceQuerySet, ResourceTopic

__all__ = [
    "RelationKind",
    "ResourceIndexPage",
    "ResourcePage",
    "ResourceQuerySet",
    "ResourceRelation",
    "ResourceTopic",
]
