"""Lists of the hub as rows for a file: the same filters and the same order as on the page."""

from .base import ListFile
from .pages import list_of_partners, list_of_principles, list_of_shelf
from .reports import list_of_reports
from .together import list_at_place, list_on_topic
from .words import list_of_glossary, list_of_places, list_of_topics

__all__ = [
    "ListFile",
    "list_at_place",
    "list_of_glossary",
    "list_of_partners",
    "list_of_places",
    "list_of_principles",
    "list_of_reports",
    "list_of_shelf",
    "list_of_topics",
    "list_on_topic",
]
