from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ..meanings import Group

RELEVANCE = "relevance"
NEWEST = "newest"
REVIEWED = "reviewed"
# The fields that put search documents in order, always newest first, for each order but relevance.
ORDERS = {NEWEST: "published_at", REVIEWED: "reviewed_on"}

# With fewer hits than this that have all of the words, those that have some follow them.
FEW = 5


@dataclass(frozen=True)
class Wanted:
    """A search, free of any engine.

    `groups`: what is looked for, one group per word; none for everything. `chosen`: facet → values,
    of which one is enough. `places`: facet values of places that the words name, worth more.
    `audiences`: those that the reader belongs to. `left_out`: kinds
    that are not looked for. `is_loose`: some of the words are enough.
    """

    groups: Sequence[Group] = ()
    chosen: dict[str, list[str]] = field(default_factory=dict)
    places: Sequence[str] = ()
    audiences: Sequence[str] = ()
    left_out: Sequence[str] = ()
    at: datetime | None = None
    sort: str = RELEVANCE
    start: int = 0
    stop: int = 20
    is_loose: bool = False
    published_after: datetime | None = None


@dataclass
class Found:
    """What an engine answers: keys of search documents, best first, and counts by facet value.

    `complete` is how many have all of the words; `total` is larger when some were enough.
    """

    total: int = 0
    complete: int = 0
    keys: list[int] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    is_partial: bool = False


class Engine:
    """Finds search documents. Whoever calls it passes what it finds through the gate."""

    name: ClassVar[str]

    def audiences(self) -> list[str]:
        """The audiences that occur among the documents."""
        raise NotImplementedError

    def find(self, wanted: Wanted, *, with_counts: bool = True) -> Found:
        raise NotImplementedError

    def complete(self, beginning: str, wanted: Wanted) -> list[int]:
        """Documents whose title has words that begin like this, as `wanted` allows, best first."""
        raise NotImplementedError

    def correct(self, word: str, wanted: Wanted, hidden: frozenset[str]) -> str:
        """A word that somebody who may see it wrote, one or two letters from `word`, or nothing.

        Words in `hidden` are never proposed. Returns `word` itself when it occurs.
        """
        raise NotImplementedError


def least(count: int) -> int:
    """How many of `count` words are enough where not all are needed."""
    return max(1, count // 2)
