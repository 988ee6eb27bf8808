from .documents import SearchDocument, SearchFacet
from .outbox import IndexChange, SourceChange
from .saved import SavedSearch
from .usage import SearchClick, UnansweredTerm

__all__ = [
    "IndexChange",
    "SavedSearch",
    "SearchClick",
    "SearchDocument",
    "SearchFacet",
    "SourceChange",
    "UnansweredTerm",
]
