"""What is offered while somebody types: titles, topics, places and words of the glossary."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from hub.taxonomy.models import GlossaryEntry

from . import engines
from .audiences import audiences_of
from .engines.base import Wanted
from .kinds import POST, kinds
from .meanings import hidden_words
from .queries import terms_of
from .rows import seen_documents

SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    title: str
    kind: str
    url: str


def suggest(beginning: str, *, reader: Any) -> list[Suggestion]:
    """Up to eight things that `reader` may see with words that begin like these.

    A title with a search-only word in it is found by searching and never offered here.
    """
    if len(beginning) < SHORTEST:
        return []
    at = timezone.now()
    engine = engines.current()
    # Replies have no titles of their own to be offered.
    wanted = Wanted(audiences=audiences_of(reader, engine.audiences()), left_out=(POST,), at=at)
    documents = seen_documents(engine.complete(beginning, wanted), reader=reader, at=at)
    hidden = hidden_words(GlossaryEntry.objects.order_by("pk"))
    labels = {name: kind.label for name, kind in kinds().items()}
    return [
        Suggestion(one.title, labels.get(one.kind, one.kind), one.url)
        for one in documents
        if not _has_any(one.title, hidden)
    ]


def _has_any(title: str, hidden: frozenset[str]) -> bool:
    words = f" {' '.join(terms_of(title, most=50))} "
    return any(f" {word} " in words for word in hidden)
