"""What the words of a search mean here, and the question that they make for an engine."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Topic

from .asked import Asked
from .audiences import audiences_of
from .engines.base import Engine, Wanted
from .meanings import Meaning, find_meanings, groups_of, hidden_words
from .offers import find_places, find_topics
from .queries import terms_of

PER_PAGE = 20


@dataclass(frozen=True)
class Understood:
    """The words of a search and what they mean here."""

    terms: list[str]
    meanings: list[Meaning]
    places: list[Jurisdiction]
    topics: list[Topic]
    all_topics: list[Topic]
    hidden: frozenset[str]

    @property
    def wanted_words(self) -> list[str]:
        shown = [one.text for meaning in self.meanings for one in meaning.group]
        return [text for text in [*self.terms, *shown] if text not in self.hidden]


def understand(asked: Asked) -> Understood:
    """Words → meanings, places and topics that they name, in three statements."""
    terms = terms_of(asked.query)
    topics = list(Topic.objects.order_by("sort_order", "name", "pk"))
    entries = list(GlossaryEntry.objects.order_by("term", "pk")) if terms else []
    meanings = [] if asked.is_exact else find_meanings(terms, entries)
    return Understood(
        terms,
        meanings,
        find_places(asked.query, terms) if terms else [],
        find_topics(terms, topics) if terms else [],
        topics,
        hidden_words(entries),
    )


def wanted_for(
    engine: Engine, asked: Asked, understood: Understood, *, reader: Any, at: datetime
) -> Wanted:
    """The question to an engine, with the audiences that `reader` belongs to."""
    return Wanted(
        groups=groups_of(understood.terms, understood.meanings, understood.places),
        chosen=asked.chosen,
        places=[place.slug for place in understood.places],
        audiences=audiences_of(reader, engine.audiences()),
        at=at,
        sort=asked.sort,
        start=(asked.page - 1) * PER_PAGE,
        stop=asked.page * PER_PAGE,
        is_loose=True,
    )


def correct(engine: Engine, asked: Asked, understood: Understood, wanted: Wanted) -> str:
    """The search with its misspelled words put right, or "" when nothing better is known."""
    known = {word for one in understood.meanings for word in one.phrase.split()}
    words = []
    for term in understood.terms:
        better = term if term in known else engine.correct(term, wanted, understood.hidden)
        words.append(better or term)
    return " ".join(words) if words != understood.terms else ""
