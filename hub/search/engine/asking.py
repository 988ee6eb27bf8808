"""From a question to documents: the tree of nodes evaluated over the arrays of a searcher."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from . import nodes
from .answers import Answer
from .fields import grams_field
from .filtering import in_all, let_through
from .nodes import Filter, Node, Order
from .postings import Weights
from .searcher import Mask, Scored, Searcher

# Nothing sensible takes a tenth of it; what was found until then is shown.
SECONDS = 1.5
Clock = Callable[[], float]


def ask(
    searcher: Searcher,
    node: Node,
    filters: Mapping[str, Filter] | None = None,
    order: Sequence[Order] = (),
    *,
    seconds: float = SECONDS,
    clock: Clock = time.monotonic,
) -> Answer:
    """What fits `node` and all `filters`, whose names say which facet each of them belongs to.

    After `seconds` what has not been looked at is left out and the answer says that it is partial.
    """
    evaluation = Evaluation(searcher, clock, clock() + seconds)
    found = evaluation.of(node)
    mask = found.mask & searcher.alive
    named = {name: let_through(searcher, part) for name, part in (filters or {}).items()}
    without = {
        left_out: in_all(mask, (part for name, part in named.items() if name != left_out))
        for left_out in named
        if left_out
    }
    return Answer(
        searcher, in_all(mask, named.values()), found.scores, order, evaluation.is_late, without
    )


def most_typos(word: str) -> int:
    """How many letters may differ: none in short words and numbers, two from eight letters."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 2 if len(word) >= 8 else 1


@dataclass(slots=True)
class Matches:
    """A set of documents; the scores are 0 outside of it, None when none is better than another."""

    mask: Mask
    scores: Weights | None = None


class Evaluation:
    """One walk through a tree of nodes, up to its deadline."""

    def __init__(self, searcher: Searcher, clock: Clock, deadline: float) -> None:
        self.searcher = searcher
        self.clock = clock
        self.deadline = deadline
        self.is_late = False

    def of(self, node: Node) -> Matches:
        match node:
            case nodes.AllOf() | nodes.AnyOf() | nodes.AtLeast() | nodes.Preferring():
                return self._several(node)
            case nodes.Without() | nodes.Boosted() | nodes.Worth():
                return self._changed(node)
            case nodes.Everything():
                return Matches(~self.searcher.none())
            case nodes.Nothing():
                return Matches(self.searcher.none())
        return self._leaf(node)

    def _several(self, node: Node) -> Matches:
        match node:
            case nodes.AllOf(parts):
                return self._all([self.of(part) for part in parts])
            case nodes.AnyOf(parts, best):
                return self._any([self.of(part) for part in parts], best=best)
            case nodes.AtLeast(parts, count):
                return self._at_least([self.of(part) for part in parts], count)
            case nodes.Preferring(part, better):
                found = self.of(part)
                scores = _sum([found, *(self.of(one) for one in better)])
                return _within(found.mask, scores)
        raise TypeError(f"{type(node).__name__} has no parts")

    def _changed(self, node: Node) -> Matches:
        match node:
            case nodes.Without(part):
                excluded = self.of(part).mask
                # Too late to know what else is excluded: leave out too much, not too little.
                return Matches(self.searcher.none() if self.is_late else ~excluded)
            case nodes.Boosted(part, boost):
                found = self.of(part)
                return Matches(found.mask, None if found.scores is None else found.scores * boost)
            case nodes.Worth(wanted, score):
                mask = let_through(self.searcher, wanted)
                return Matches(mask, mask.astype(np.float32) * np.float32(score))
        raise TypeError(f"{type(node).__name__} changes nothing")

    def _leaf(self, node: Node) -> Matches:
        if self.is_late or self.clock() > self.deadline:
            self.is_late = True
            return Matches(self.searcher.none())
        match node:
            case nodes.Term(text, boost, fields):
                return self._spread(self.searcher.term(text, fields), boost)
            case nodes.Phrase(texts, boost, fields):
                return self._spread(self.searcher.phrase(texts, fields), boost)
            case nodes.Gram(text, field, boost):
                ids = self.searcher.whole(grams_field(field), text)
                return self._spread(Scored(ids, np.ones(len(ids), np.float32)), boost)
            case nodes.Similar(text, boost, fields):
                return self._similar(text, boost, fields)
        raise TypeError(f"{type(node).__name__} cannot be asked for")

    def _spread(self, found: Scored, boost: float) -> Matches:
        mask = self.searcher.none()
        mask[found.ids] = True
        scores = np.zeros(self.searcher.total, np.float32)
        scores[found.ids] = found.scores if boost == 1.0 else found.scores * np.float32(boost)
        return Matches(mask, scores)

    def _similar(self, text: str, boost: float, fields: tuple[int, ...]) -> Matches:
        distance = most_typos(text)
        alike = self.searcher.similar(text, distance) if distance else [text]
        # An exact spelling is worth more than one that was guessed.
        parts = [
            self.of(nodes.Term(term, boost if term == text else boost / 2, fields))
            for term in alike
        ]
        return self._any(parts, best=True)

    def _all(self, parts: list[Matches]) -> Matches:
        mask = in_all(~self.searcher.none(), (part.mask for part in parts))
        return _within(mask, _sum(parts))

    def _any(self, parts: list[Matches], *, best: bool) -> Matches:
        mask = self.searcher.none()
        for part in parts:
            mask |= part.mask
        return Matches(mask, _most(parts) if best else _sum(parts))

    def _at_least(self, parts: list[Matches], count: int) -> Matches:
        fitting = np.zeros(self.searcher.total, np.int32)
        for part in parts:
            fitting += part.mask
        return _within(fitting >= count, _sum(parts))


def _within(mask: Mask, scores: Weights | None) -> Matches:
    return Matches(mask, None if scores is None else scores * mask)


def _sum(parts: Iterable[Matches]) -> Weights | None:
    return reduce(np.add, scored) if (scored := _scores_of(parts)) else None


def _most(parts: Iterable[Matches]) -> Weights | None:
    return reduce(np.maximum, scored) if (scored := _scores_of(parts)) else None


def _scores_of(parts: Iterable[Matches]) -> list[Weights]:
    return [part.scores for part in parts if part.scores is not None]
