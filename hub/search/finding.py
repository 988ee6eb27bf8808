"""From what a reader asks to what the search page shows: one question to the engine, one gate."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from hub.core.keeping import kept
from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Topic

from . import engines
from .asked import LAST_PAGE, Asked
from .engines.base import Engine, Found, Wanted
from .facets import AUTHOR, KIND, Facet, label_facets
from .kinds import kinds
from .rows import Row, rows_for
from .understanding import PER_PAGE, Understood, correct, understand, wanted_for

MOST_ENTRIES = 3


@dataclass(frozen=True)
class Tab:
    """A kind of thing among the hits, how many there are, and the address with only those."""

    label: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Chip:
    """A filter in force and the address without it."""

    label: str
    url: str


@dataclass
class Results:
    """What is found and offered; `rows` is None when there was nothing to look for."""

    asked: Asked
    rows: list[Row] | None = None
    total: int = 0
    complete: int = 0
    is_partial: bool = False
    tabs: list[Tab] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    correction: str = ""
    has_hidden_words: bool = False
    places: list[Jurisdiction] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    entries: list[GlossaryEntry] = field(default_factory=list)

    @property
    def query(self) -> str:
        return self.asked.query

    @property
    def has_some_words_only(self) -> bool:
        return self.complete < self.total

    @property
    def pages(self) -> int:
        return -(-self.total // PER_PAGE)

    @property
    def has_next(self) -> bool:
        return self.asked.page < self.pages

    @property
    def pager(self) -> Page:
        """This page among its neighbors, for the links to them."""
        numbers = range(min(self.total, LAST_PAGE * PER_PAGE))
        return Paginator(numbers, PER_PAGE).get_page(self.asked.page)

    @property
    def exact_address(self) -> str:
        return self.asked.address(is_exact=True)

    @property
    def wider_address(self) -> str:
        """The same search with other words for the same thing."""
        return self.asked.address(is_exact=False)

    @property
    def unfiltered_address(self) -> str:
        return self.asked.address(chosen={})

    @property
    def corrected_address(self) -> str:
        return self.asked.address(query=self.correction)


def find(
    asked: Asked,
    *,
    reader: Any,
    at: datetime | None = None,
    within: dict[str, list[str]] | None = None,
    left_out: Iterable[str] = (),
) -> Results:
    """What `reader` may see that fits, a page of it, with all counts, chips and offers.

    `within` narrows like chosen facets and stands in no address: for the page of a topic.
    `left_out` are kinds that are not looked for there.
    Costs the same few statements whatever is found; see tests/search for how many.
    """
    at = at or timezone.now()
    asked = _allowed(asked, reader)
    engine = engines.current()
    understood = understand(asked)
    results = Results(asked)
    if (asked.is_empty and not within) or (asked.query and not understood.terms):
        return results
    _offer(results, understood)
    wanted = wanted_for(engine, asked, understood, reader=reader, at=at)
    chosen = {**wanted.chosen, **(within or {})}
    wanted = replace(wanted, chosen=chosen, left_out=tuple(left_out))
    found = _ask(engine, wanted, reader) if asked.is_empty else engine.find(wanted)
    results.total, results.complete = found.total, found.complete
    results.is_partial = found.is_partial
    results.rows = rows_for(found.keys, understood, reader=reader, at=at, start=wanted.start)
    hidden = {*(within or ()), *(() if reader.is_authenticated else (AUTHOR,))}
    _count(results, found, understood, hidden)
    if not found.complete and understood.terms and not results.has_hidden_words:
        results.correction = correct(engine, asked, understood, wanted)
    return results


def _ask(engine: Engine, wanted: Wanted, reader: Any) -> Found:
    """What everybody meets who opens a topic; kept, since the counts look at everything.

    Only keys and numbers are: rows go through the gate each time.
    """
    asked = (wanted.chosen, sorted(wanted.audiences), wanted.left_out, wanted.sort, wanted.start)
    name = hashlib.sha256(repr(asked).encode()).hexdigest()
    return kept(f"found:{name}", reader, lambda: engine.find(wanted))


def _allowed(asked: Asked, reader: Any) -> Asked:
    """Visitors do not look for what somebody wrote: who is here is for members to know."""
    if reader.is_authenticated or AUTHOR not in asked.chosen:
        return asked
    kept = {name: values for name, values in asked.chosen.items() if name != AUTHOR}
    return replace(asked, chosen=kept)


def _offer(results: Results, understood: Understood) -> None:
    results.places, results.topics = understood.places, understood.topics
    shown = [meaning for meaning in understood.meanings if meaning.entry.is_shown]
    results.entries = list({one.entry.pk: one.entry for one in shown}.values())[:MOST_ENTRIES]
    labels = [meaning.label for meaning in understood.meanings if meaning.label]
    results.also = list(dict.fromkeys(labels))
    words = f" {' '.join(understood.terms)} "
    results.has_hidden_words = any(f" {word} " in words for word in understood.hidden)


def _count(results: Results, found: Found, understood: Understood, hidden: Iterable[str]) -> None:
    asked = results.asked
    counts = found.counts.get(KIND, {})
    chosen = asked.chosen.get(KIND, [])
    for name, kind in kinds().items():
        if counts.get(name) or name in chosen:
            address = asked.address(chosen={**asked.chosen, KIND: [name]})
            results.tabs.append(Tab(kind.label, counts.get(name, 0), address, chosen == [name]))
    results.tabs.sort(key=lambda tab: -tab.count)
    everything = asked.address(chosen={**asked.chosen, KIND: []})
    results.tabs.insert(0, Tab("Everything", sum(counts.values()), everything, not chosen))
    results.facets = label_facets(found.counts, asked.chosen, understood.all_topics, hidden)
    results.chips = [
        Chip(option.label, f"?{asked.without(facet.name, option.value)}")
        for facet in results.facets
        for option in facet.options
        if option.is_selected
    ]
