"""From a reader's words to what the search page shows."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator

from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Topic

from .hits import Hit, find_hits
from .offers import find_meanings, find_places, find_topics
from .queries import clean, terms_of
from .rows import rows_for

PER_PAGE = 20
MOST_ENTRIES = 3
# With fewer pages than this that have all of the words, those that have some follow them.
FEW = 5


@dataclass(frozen=True)
class Kind:
    """A type of page among the hits, and how many of them there are."""

    name: str
    label: str
    count: int
    is_chosen: bool


@dataclass
class Results:
    """What is found and offered for `query`; `hits` is None when there was nothing to look for."""

    query: str
    places: list[Jurisdiction] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    entries: list[GlossaryEntry] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    kind: Kind | None = None
    hits: PageOfHits | None = None
    found: list[Hit] = field(default_factory=list)
    # How many have all of the words; more than these are shown when that is few.
    complete: int = 0

    @property
    def total(self) -> int:
        return len(self.found)

    @property
    def has_some_words_only(self) -> bool:
        return self.complete < self.total and not self.kind


def search_pages(query: str, *, reader: Any, kind: str = "", page: Any = None) -> Results:
    """What `reader` may see that fits `query`; `kind` narrows it and `page` turns its pages."""
    results = Results(query=clean(query))
    terms = terms_of(results.query)
    if not terms:
        return results
    meanings = find_meanings(terms)
    results.places = find_places(results.query, terms)
    results.topics = find_topics(terms)
    results.entries = [found.entry for found in meanings if found.entry.is_shown][:MOST_ENTRIES]
    hits = find_hits(terms, meanings, results.places, reader)
    results.complete = len(hits)
    if len(hits) < FEW and len(terms) > 1:
        some = find_hits(terms, meanings, results.places, reader, every=False)
        hits = list(dict.fromkeys([*hits, *some]))
    _narrow(results, hits, kind)
    results.hits = Paginator(results.found, PER_PAGE).get_page(page)
    results.hits.object_list = rows_for(list(results.hits.object_list), reader)
    return results


def _narrow(results: Results, hits: list[Hit], asked: str) -> None:
    """Counts the kinds among the hits and keeps those of the kind that was asked for."""
    counts = Counter(hit.kind for hit in hits)
    results.kinds = [
        Kind(name, label, count, name == asked) for (name, label), count in counts.most_common()
    ]
    results.kind = next((kind for kind in results.kinds if kind.is_chosen), None)
    results.found = [hit for hit in hits if not results.kind or hit.kind[0] == asked]
