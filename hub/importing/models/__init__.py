from .imported import ImportedPage, ImportKey
from .imports import Import, ImportQuerySet

__all__ = ["Import", "ImportKey", "ImportQuerySet", "ImportedPage"]
