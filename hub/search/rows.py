"""What a row of results shows, and the last look at who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .kinds import PLACE, Kind, kinds
from .models import SearchDocument
from .snippets import Words, mark, shows_any, snippet, words_to_mark
from .sources import SOURCES
from .understanding import Understood


@dataclass(frozen=True)
class Row:
    """A hit as the page shows it."""

    document: SearchDocument
    kind: Kind
    title: Any
    snippet: Any
    position: int
    # The thread that a reply is in.
    context: str = ""

    @property
    def place_names(self) -> str:
        """Where it is from; a place need not say so of itself."""
        return "" if self.kind.name == PLACE else self.document.place_names


def seen_documents(keys: Sequence[int], *, reader: Any, at: datetime) -> list[SearchDocument]:
    """The documents with these keys that `reader` may see now, in the same order.

    Whatever the index believes, each source asks its own gate.
    """
    documents = SearchDocument.objects.in_bulk(list(keys))
    visible = {
        (name, key)
        for name, source in SOURCES.items()
        if (wanted := [one.object_id for one in documents.values() if one.source == name])
        for key in source.visible_keys(wanted, reader, at)
    }
    found = [documents[key] for key in keys if key in documents]
    return [one for one in found if (one.source, one.object_id) in visible]


def rows_for(
    keys: Sequence[int], understood: Understood, *, reader: Any, at: datetime, start: int = 0
) -> list[Row]:
    wanted = words_to_mark(understood.wanted_words)
    rows = []
    documents = seen_documents(keys, reader=reader, at=at)
    contexts = _contexts(documents)
    for number, document in enumerate(documents, start=start + 1):
        context = contexts.get((document.source, document.object_id), "")
        rows.append(_row(document, wanted, understood.hidden, number, context))
    return rows


def _contexts(seen: Sequence[SearchDocument]) -> dict[tuple[str, int], str]:
    """Of what is seen. One statement when replies are among it."""
    return {
        (name, key): text
        for name, source in SOURCES.items()
        if (wanted := [one.object_id for one in seen if one.source == name])
        for key, text in source.contexts(wanted).items()
    }


def _row(
    document: SearchDocument,
    wanted: frozenset[Words],
    hidden: frozenset[str],
    position: int,
    context: str,
) -> Row:
    kind = kinds().get(document.kind) or Kind(document.kind, document.kind, "bookmark")
    found = snippet(document.summary, wanted, hidden) or snippet(document.text, wanted, hidden)
    if not found and not shows_any(document.summary, hidden):
        found = mark(document.summary, frozenset())
    return Row(document, kind, mark(document.title, wanted), found, position, context)
