"""The fields of the index as Whoosh wants them."""

import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, W3PerDocReader, W3Segment
from whoosh.columns import VarBytesColumn
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format
from whoosh.util.numeric import byte_to_length

from .layout import Layout

# A position is the number of its field and the place in it, so that one list of postings per term
# answers for all fields together and for each of them: half the index of a list per field.
FIELD_BITS = 20
PLACE_MASK = (1 << FIELD_BITS) - 1

# Between the values of a column; no encoded value holds it.
SEPARATOR = "\x1f"

Posting = tuple[bytes, int, float, bytes]
# Term → the sum of its boosts and where it stands, an array of 32-bit numbers.
Weighed = dict[str, tuple[float, Any]]


class PackedPositions(Format):
    """Positions as plain 32-bit numbers: only our own reader looks at them, thousands at once."""


class Text(FieldType):
    """All texts of a document in one field; the weight of a term is the sum of its boosts."""

    def __init__(self) -> None:
        super().__init__(format=PackedPositions(), analyzer=None, scorable=True)

    def index(self, value: Weighed, **kwargs: Any) -> Iterator[Posting]:
        for term, (weight, places) in value.items():
            yield term.encode(), len(places), weight, places.tobytes()


class Values(FieldType):
    """Whole values that are looked up: keys, words, beginnings of words."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Iterable[str], **kwargs: Any) -> Iterator[Posting]:
        for term in set(value):
            yield term.encode(), 1, 1.0, b""


class Key(Values):
    """What a document is deleted by; also a column, to get from a document to its key."""

    def __init__(self) -> None:
        super().__init__()
        self.column_type = VarBytesColumn()

    def to_column_value(self, value: Iterable[str]) -> bytes:
        return next(iter(value)).encode()


class Columns(FieldType):
    """Values to filter, sort and count by: no postings, one column that is read whole."""

    indexed = False

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)
        self.column_type = VarBytesColumn()

    def to_column_value(self, value: Iterable[str]) -> bytes:
        # Half a character cannot be written, and one bad value must not hold up a whole batch.
        return SEPARATOR.join(value).encode(errors="replace")


class _Documents(W3PerDocReader):
    """Keeps the lengths of texts in memory: a writing Whoosh asks for one at every posting."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        self._lengths: dict[str, list[int]] = {}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._lengths.get(fieldname)
        if lengths is None:
            lengths = self._lengths[fieldname] = self._all_lengths(f"_{fieldname}_len")
        return lengths[docnum] if lengths else default

    def _all_lengths(self, column: str) -> list[int]:
        if not self.has_column(column):
            return []
        return [byte_to_length(byte) for byte in self.column_reader(column, LENGTHS_COLUMN)]


class Codec(W3Codec):
    """Whoosh's own format, written and read a little faster."""

    def __init__(self) -> None:
        super().__init__(compression=1)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        # Whoosh's own names come from a generator that anybody may set back, and then repeat.
        return W3Segment(self, indexname, segid=secrets.token_hex(8))

    def per_document_reader(self, storage: Any, segment: Any) -> W3PerDocReader:
        return _Documents(storage, segment)


def schema_of(layout: Layout) -> Schema:
    """The Whoosh schema of a layout."""
    schema = Schema(key=Key(), types=Columns(), text=Text(), words=Values())
    for name in layout.grams:
        schema.add(grams_field(name), Values())
    for name in layout.filters:
        schema.add(filter_field(name), Columns())
    return schema


def grams_field(name: str) -> str:
    return f"g.{name}"


def filter_field(name: str) -> str:
    return f"f.{name}"
