"""Searcher: all segments of one generation as one row of documents, to be asked in arrays.

Documents are numbered through; a set of documents is an array of booleans, their scores an array
of floats beside it. Scores are Okapi BM25 exactly as Whoosh computes them (k1 1.2, b 0.4, idf
log(N / (n + 1)) + 1), which a property test holds us to.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .caching import Cache, Held
from .fields import FIELD_BITS, filter_field
from .layout import Layout
from .nodes import Order
from .postings import Ids, Weights
from .segments import Segment
from .values import NONE

Mask = NDArray[np.bool_]

K1 = 1.2
# Less than the usual 0.75: a law of one sentence is no better an answer than a page of practice.
B = 0.4
MOST_SIMILAR = 16
FIELD_AND_PLACE = 0xFFFFFFFF
# No document has so many values: behind all of them.
LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Scored:
    """Documents and what a term or a phrase is worth in each."""

    ids: Ids
    scores: Weights

    @property
    def size(self) -> int:
        return self.ids.nbytes + self.scores.nbytes


@dataclass(frozen=True, slots=True)
class Ranks:
    """For each document the place of its first value in the order of all; -1 for none."""

    places: NDArray[np.int64]

    @property
    def size(self) -> int:
        return self.places.nbytes


class Searcher:
    """One generation of an index. Safe for threads; its files close when nobody holds it."""

    def __init__(
        self,
        layout: Layout,
        segments: Sequence[Segment],
        deleted: Sequence[set[int]],
        generation: int,
        cache: Cache,
    ) -> None:
        self.layout = layout
        self.segments = list(segments)
        self.generation = generation
        self.offsets: list[int] = np.cumsum([0, *(part.size for part in segments)]).tolist()
        self.total = self.offsets[-1]
        self.alive = np.ones(self.total, np.bool_)
        for offset, gone in zip(self.offsets, deleted, strict=False):
            self.alive[offset + np.fromiter(gone, np.int64, len(gone))] = False
        self.count = int(np.count_nonzero(self.alive))
        length = sum(part.text_length for part in segments)
        self.average_length = (length / self.total if self.total else 0) or 1
        # Two builds of an index can have the same generation, so that is no name to keep things by.
        self.owner = object()
        self._cache = cache

    @property
    def cached_bytes(self) -> int:
        """What is kept of this generation and, until it has gone, of the one before."""
        return self._cache.bytes

    def remember(self, key: tuple[Any, ...], make: Callable[[], Held]) -> Held:
        """What `make()` returns (it knows its `size` in bytes), kept while there is room."""
        return self._cache.remember((self.owner, *key), make)

    def _parts(self) -> Iterator[tuple[Segment, int]]:
        """Each segment and the number of its first document."""
        return zip(self.segments, self.offsets, strict=False)

    # --- Text ------------------------------------------------------------------------------------
    def term(self, text: str, fields: tuple[int, ...] = ()) -> Scored:
        """Documents with a term, deleted ones included, and its BM25 score in each."""
        return self.remember(("term", text, fields), lambda: self._score_term(text, fields))

    def _score_term(self, text: str, fields: tuple[int, ...]) -> Scored:
        ids, weights = self._joined("text", text)
        # How rare a word is does not depend on where it is looked for.
        idf = self._idf(len(ids))
        if fields:
            ids, weights = self._in_fields(text, fields, ids, weights)
        return self._scored(ids, weights, idf)

    def _idf(self, frequency: int) -> float:
        return math.log(self.total / (frequency + 1)) + 1 if self.total else 0.0

    def _joined(self, field: str, text: str) -> tuple[Ids, Weights]:
        lists = [(part.postings(field, text), offset) for part, offset in self._parts()]
        if not lists:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        ids = [found.ids + np.int32(offset) for found, offset in lists]
        return np.concatenate(ids), np.concatenate([found.weights for found, _ in lists])

    def _in_fields(
        self, text: str, fields: tuple[int, ...], ids: Ids, weights: Weights
    ) -> tuple[Ids, Weights]:
        """Those with the term in these fields, their weight cut to the share that is there."""
        documents, places = self._places(text)
        wanted = np.isin(places >> FIELD_BITS, fields)
        counts = np.bincount(documents[wanted], minlength=self.total)[ids]
        every = np.bincount(documents, minlength=self.total)[ids]
        kept = counts > 0
        return ids[kept], (weights[kept] * counts[kept] / every[kept]).astype(np.float32)

    def _scored(self, ids: Ids, weights: Weights, idf: float) -> Scored:
        tf = weights.astype(np.float64)
        norm = K1 * ((1 - B) + B * self._lengths[ids] / self.average_length)
        return Scored(ids, (idf * (tf * (K1 + 1) / (tf + norm))).astype(np.float32))

    @cached_property
    def _lengths(self) -> NDArray[np.float64]:
        parts = [part.lengths for part in self.segments]
        return np.concatenate(parts) if parts else np.empty(0)

    def phrase(self, texts: tuple[str, ...], fields: tuple[int, ...] = ()) -> Scored:
        """Documents with the terms side by side; a phrase is as rare as it is itself."""
        return self.remember(("phrase", texts, fields), lambda: self._score_phrase(texts, fields))

    def _score_phrase(self, texts: tuple[str, ...], fields: tuple[int, ...]) -> Scored:
        # Document and place as one number, moved back by the number of the word in the phrase:
        # where all words have the same number, the phrase begins.
        begins = np.empty(0, np.int64)
        for at, text in enumerate(texts):
            documents, places = self._places(text)
            numbers = (documents.astype(np.int64) << 32) + places - at
            begins = np.intersect1d(begins, numbers) if at else np.unique(numbers)
            if not len(begins):
                break
        if fields:
            begins = begins[np.isin((begins & FIELD_AND_PLACE) >> FIELD_BITS, fields)]
        ids, counts = np.unique(begins >> 32, return_counts=True)
        # Not the sum of its terms' rarities: that would put any phrase above every single word.
        idf = self._idf(len(ids))
        return self._scored(ids.astype(np.int32), counts.astype(np.float32), idf)

    def _places(self, text: str) -> tuple[Ids, NDArray[np.int64]]:
        documents = [np.empty(0, np.int32)]
        places = [np.empty(0, np.int64)]
        for part, offset in self._parts():
            ids, found = part.postings("text", text).places()
            documents.append(ids + np.int32(offset))
            places.append(found)
        return np.concatenate(documents), np.concatenate(places)

    def whole(self, field: str, text: str) -> Ids:
        """Documents with a whole value, deleted ones included."""
        return self._joined(field, text)[0]

    def similar(self, word: str, distance: int, field: str = "text") -> list[str]:
        """Terms of a field within `distance` letters of `word`, the first letter right, best first.

        A letter more, less, other or two in the wrong order count as one (optimal string
        alignment); of equally near ones the commonest comes first.
        """
        every = {term for part in self.segments for term in part.lexicon(field, word[:1])}
        near = process.extract(word, every, scorer=OSA.distance, score_cutoff=distance, limit=None)
        ranked = [(away, -self._frequency(field, term), term) for term, away, _ in near]
        return [term for _, _, term in sorted(ranked)[:MOST_SIMILAR]]

    def _frequency(self, field: str, term: str) -> int:
        return sum(part.frequency(field, term) for part in self.segments)

    # --- Values ----------------------------------------------------------------------------------
    def with_value(self, field: str, value: str) -> Ids:
        """Documents with an encoded value, deleted ones included."""
        found = [np.empty(0, np.int32)]
        for part, offset in self._parts():
            column = part.column(field)
            at = bisect_left(column.terms, value)
            if at < len(column.terms) and column.terms[at] == value:
                ids = column.ids[column.starts[at] : column.starts[at + 1]]
                found.append(ids + np.int32(offset))
        return np.concatenate(found)

    def between(
        self, field: str, low: str, high: str, *, with_low: bool = True, with_high: bool = True
    ) -> Mask:
        """Documents with an encoded value in a range; an empty bound is open."""
        mask = self.none()
        for part, offset in self._parts():
            column = part.column(field)
            first = _place(column.terms, low, after=not with_low) if low else 0
            last = _place(column.terms, high, after=with_high) if high else len(column.terms)
            ids = column.ids[column.starts[first] : column.starts[last]]
            mask[ids + np.int32(offset)] = True
        return mask

    def counts(self, field: str, mask: Mask) -> dict[str, int]:
        """Encoded value → number of documents of `mask` with it, values without any left out."""
        found: dict[str, int] = {}
        for part, offset in self._parts():
            column = part.column(field)
            among = mask[offset : offset + part.size]
            counts = np.bincount(column.ordinals[among[column.ids]], minlength=len(column.terms))
            for at in np.flatnonzero(counts).tolist():
                term = column.terms[at]
                found[term] = found.get(term, 0) + int(counts[at])
        return found

    def terms(self, field: str) -> list[str]:
        """All encoded values of a filter field, also those that only deleted documents have."""
        return sorted({term for part in self.segments for term in part.column(field).terms})

    # --- Documents -------------------------------------------------------------------------------
    def none(self) -> Mask:
        return np.zeros(self.total, np.bool_)

    def keys(self, ids: Sequence[int]) -> list[str]:
        """The keys of documents, in the same order."""
        found = []
        for number in ids:
            at = bisect_right(self.offsets, number) - 1
            found.append(self.segments[at].key_at(number - self.offsets[at]))
        return found

    def sorted(self, mask: Mask, order: Sequence[Order]) -> Ids:
        """The documents of `mask` by the values of fields; those without a value come last."""
        ids = np.flatnonzero(mask)
        levels = []
        for level in order:
            places = self._ranks(filter_field(level.field)).places[ids]
            turned = -places if level.reverse else places
            levels.append(np.where(places < 0, LAST, turned))
        return ids[np.lexsort([ids, *reversed(levels)])].astype(np.int32)

    def _ranks(self, field: str) -> Ranks:
        return self.remember(("ranks", field), lambda: self._rank(field))

    def _rank(self, field: str) -> Ranks:
        places = {term: at for at, term in enumerate(self.terms(field))} | {NONE: -1}
        ranks = np.full(self.total, -1, np.int64)
        for part, offset in self._parts():
            column = part.column(field)
            of_terms = np.fromiter((places[term] for term in column.terms), np.int64)
            # Backwards, so that of several values of a document the smallest stays.
            ranks[column.ids[::-1] + np.int32(offset)] = of_terms[column.ordinals][::-1]
        return Ranks(ranks)


def _place(terms: list[str], value: str, *, after: bool) -> int:
    return (bisect_right if after else bisect_left)(terms, value)
