"""Segment: one immutable part of the index, its postings and columns decoded into arrays.

Whoosh reads postings one by one; decoded once, the same lists rank and count twenty times as fast.
A segment never changes (what is deleted is kept outside of it), so nothing kept here goes stale.
"""

import threading
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from .caching import Cache
from .fields import SEPARATOR
from .postings import NONE, Ids, Postings, read_postings

LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Column:
    """Values of a field: the documents of `terms[i]` are `ids[starts[i]:starts[i + 1]]`.

    `ordinals` tells for each of `ids` the place of its value in `terms`.
    """

    terms: list[str]
    starts: NDArray[np.int64]
    ids: Ids
    ordinals: Ids

    @property
    def size(self) -> int:
        arrays = self.ids.nbytes + self.ordinals.nbytes + self.starts.nbytes
        return arrays + _bytes_of(self.terms)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms of a field in alphabetical order."""

    terms: list[str]

    @property
    def size(self) -> int:
        return _bytes_of(self.terms)


class Segment:
    """Reads one segment. Safe for threads: only one of them at a time is in its file."""

    def __init__(self, reader: SegmentReader, cache: Cache) -> None:
        self.name: str = reader.segment().segment_id()
        self.size: int = reader.doc_count_all()
        self.text_length: int = reader.field_length("text")
        self._reader = reader
        self._cache = cache
        self._lock = threading.RLock()

    def postings(self, field: str, term: str) -> Postings:
        """Postings of a term, also of deleted documents; empty when nothing has it."""
        return self._cache.remember(
            (self.name, "postings", field, term), lambda: self._read_postings(field, term.encode())
        )

    def column(self, field: str) -> Column:
        """All values of a field."""
        return self._cache.remember((self.name, "column", field), lambda: self._read_column(field))

    def lexicon(self, field: str, letter: str) -> list[str]:
        """All terms of a field that begin with a letter."""
        return self._cache.remember(
            (self.name, "lexicon", field, letter), lambda: self._read_lexicon(field, letter)
        ).terms

    def frequency(self, field: str, term: str) -> int:
        """How many documents have a term, deleted ones included, without reading which."""
        with self._lock:
            try:
                return int(self._reader._terms.doc_frequency(field, term.encode()))
            except KeyError:
                return 0

    def key_at(self, document: int) -> str:
        """The key of a document."""
        with self._lock:
            return bytes(self._keys[document]).decode()

    @cached_property
    def lengths(self) -> NDArray[np.float64]:
        """Number of terms of each document, as exactly as Whoosh keeps it: in one byte."""
        raw = np.zeros(self.size, np.uint8)
        with self._lock:
            documents = self._reader._perdoc
            if documents.has_column("_text_len"):
                column = documents.column_reader("_text_len", LENGTHS_COLUMN)
                # Documents without a text at the end are left out of the column.
                stored = min(column._count, self.size)
                found = column._dbfile.get(column._basepos, stored)
                raw[:stored] = np.frombuffer(found, np.uint8)
        return LENGTHS[raw]

    @cached_property
    def _keys(self) -> Any:
        return self._reader.column_reader("key", translate=False)

    def _read_postings(self, field: str, term: bytes) -> Postings:
        terms = self._reader._terms
        with self._lock:
            try:
                info = terms.term_info(field, term)
            except TermNotFound:
                return NONE
            # The library unpacks the length into a tuple of one.
            offset, (length,) = info.extent()
            data = bytes(terms._postfile.get(offset, length))
        return read_postings(data)

    def _read_lexicon(self, field: str, letter: str) -> Lexicon:
        with self._lock:
            return Lexicon(
                [bytes(term).decode() for term in self._reader.expand_prefix(field, letter)]
            )

    def _read_column(self, field: str) -> Column:
        documents: list[int] = []
        values: list[str] = []
        for document, raw in enumerate(self._raw_values(field)):
            for value in raw.decode().split(SEPARATOR) if raw else ():
                documents.append(document)
                values.append(value)
        terms = sorted(set(values))
        places = {term: place for place, term in enumerate(terms)}
        ordinals = np.fromiter((places[value] for value in values), np.int32, len(values))
        starts = np.zeros(len(terms) + 1, np.int64)
        np.cumsum(np.bincount(ordinals, minlength=len(terms)), out=starts[1:])
        by_value = np.argsort(ordinals, kind="stable")
        return Column(terms, starts, np.array(documents, np.int32)[by_value], ordinals[by_value])

    def _raw_values(self, field: str) -> list[bytes]:
        """What the column holds for each document, read in one go."""
        with self._lock:
            reader = self._reader
            if field not in reader.schema or not reader.has_column(field):
                return []
            column = reader.column_reader(field, translate=False)
            ends = np.cumsum(np.array(column._lengths, np.int64)).tolist()
            data = bytes(column._dbfile.get(column._basepos, ends[-1] if ends else 0))
        return [data[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


def _bytes_of(terms: list[str]) -> int:
    """Roughly: a reference and a string of its own for each."""
    return sum(map(len, terms)) + 60 * len(terms)
