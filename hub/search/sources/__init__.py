"""Sources: everything that can be found, and how each becomes a search document.

A new one is a class like those here and one line in SOURCES.
"""

from .base import Draft, Source
from .notes import NoteSource
from .pages import PageSource
from .people import PersonSource
from .places import PlaceSource
from .posts import PostSource
from .threads import ThreadSource
from .topics import TopicSource
from .words import WordSource

SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        PageSource(),
        PlaceSource(),
        TopicSource(),
        WordSource(),
        PersonSource(),
        ThreadSource(),
        PostSource(),
        NoteSource(),
    )
}

__all__ = ["SOURCES", "Draft", "PageSource", "Source"]
