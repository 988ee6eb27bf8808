"""Points for how like one program others are, by the table in weights.py."""

from dataclasses import dataclass, field
from typing import Any

from hub.resources.facts import Facts, unpack

from .weights import CRITERIA, NEXT_BAND, UNKNOWN, Criterion, Way
from .words import Words

# Columns of ProgramFacts in the order of the table; then what is only told of.
COMPARED = tuple(criterion.name for criterion in CRITERIA)
TOLD = ("population", "hours")


@dataclass(frozen=True)
class Part:
    """What one criterion gave: `share` of its weight, from 0 to 1."""

    criterion: Criterion
    share: float
    is_known: bool

    @property
    def points(self) -> float:
        return self.criterion.weight * self.share


@dataclass(frozen=True)
class Match:
    """One page beside one program: 0 to 100 points and what they are made of."""

    page_id: int
    score: int
    parts: tuple[Part, ...]
    row: tuple = field(repr=False)
    words: Words = field(repr=False, compare=False)

    @property
    def theirs(self) -> Facts:
        """What the page states; made when it is asked for, because most matches never are."""
        return _facts_of(self.row)

    @property
    def verdict(self) -> str:
        return verdict(self.score)


# From how many points on which words are used.
VERDICTS = (
    (80, "Very much like yours"),
    (65, "Much like yours"),
    (50, "Partly like yours"),
    (0, "Little like yours"),
)


def verdict(score: int) -> str:
    return next(words for least, words in VERDICTS if score >= least)


class Scale:
    """Weighs rows of ProgramFacts against one program.

    It remembers what it has compared: thousands of programs share a few dozen answers, so that a
    row costs seven look-ups.
    """

    def __init__(self, yours: Facts, words: Words) -> None:
        self.yours = yours
        self.words = words
        self._seen: tuple[dict[str | None, Part], ...] = tuple({} for _ in CRITERIA)

    def score(self, row: tuple) -> float:
        """Points for a row whose first columns are COMPARED."""
        total = 0.0
        for seen, criterion, theirs in zip(self._seen, CRITERIA, row, strict=False):
            part = seen.get(theirs)
            if part is None:
                part = seen[theirs] = self._compare(criterion, theirs)
            total += part.points
        return total

    def match(self, page_id: int, row: tuple) -> Match:
        """The same with all parts, for a row of COMPARED and TOLD."""
        score = self.score(row)
        parts = tuple(seen[theirs] for seen, theirs in zip(self._seen, row, strict=False))
        return Match(page_id, round_up(score), parts, row, self.words)

    def _compare(self, criterion: Criterion, theirs: str | None) -> Part:
        ours = self._known(criterion, getattr(self.yours, criterion.name))
        others = self._known(criterion, theirs or "")
        if not ours or not others:
            return Part(criterion, UNKNOWN, is_known=False)
        return Part(criterion, self._share(criterion, ours, others), is_known=True)

    def _known(self, criterion: Criterion, value: str | frozenset[str]) -> list[str]:
        slugs = unpack(value) if isinstance(value, str) else value
        return sorted(self.words.known(criterion.vocabulary, slugs))

    def _share(self, criterion: Criterion, ours: list[str], others: list[str]) -> float:
        if criterion.way is Way.SHARED:
            return 2 * len({*ours} & {*others}) / (len(ours) + len(others))
        if criterion.way is Way.SAME:
            return float(ours == others)
        here, there = (self._position(criterion, slugs[0]) for slugs in (ours, others))
        if criterion.way is Way.AHEAD:
            last = len(self.words.choices(criterion.vocabulary)) - 1
            return float(there > here or here == there == last)
        return {0: 1.0, 1: NEXT_BAND}.get(abs(there - here), 0.0)

    def _position(self, criterion: Criterion, slug: str) -> int:
        return self.words.position(criterion.vocabulary, slug) or 0


def round_up(points: float) -> int:
    """Half a point up: what people do by hand with the table."""
    return int(points + 0.5)


def _facts_of(row: tuple) -> Facts:
    named = zip((*COMPARED, *TOLD), row, strict=True)
    columns: dict[str, Any] = {name: value or "" for name, value in named}
    columns["community_types"] = unpack(columns["community_types"])
    columns["response_models"] = unpack(columns["response_models"])
    columns["population"] = row[len(COMPARED)]
    return Facts(**columns)
