"""Filters, counts and orders give what looking at every document would give."""

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.search.engine import nodes
from hub.search.engine.asking import ask
from hub.search.engine.layout import Document
from hub.search.engine.nodes import Filter, Order
from hub.search.engine.reading import Index
from hub.search.engine.values import decode, encode
from tests.search.engine.corpora import LAYOUT, build, document, found, write

KINDS = ["practice", "Policy", "größe", "toolkit", "pol"]
SIZES = [-3, 0, 0.5, 1, 12, None]
DAYS = [date(1969, 1, 1), date(2024, 2, 29), date(2026, 5, 1), None]


@dataclass(frozen=True)
class Thing:
    key: str
    kind: tuple[str, ...]
    size: float | None
    day: date | None

    @property
    def document(self) -> Document:
        return document(self.key, "alpha", kind=list(self.kind), size=self.size, day=self.day)

    def values(self, field: str) -> list[Any]:
        return list(self.kind) if field == "kind" else [getattr(self, field)]


@st.composite
def batches(draw: Any) -> list[list[Thing]]:
    """What is written at first, and in the commits after it; keys come again."""
    things = st.builds(
        Thing,
        st.sampled_from([str(number) for number in range(12)]),
        st.lists(st.sampled_from(KINDS), max_size=3, unique=True).map(tuple),
        st.sampled_from(SIZES),
        st.sampled_from(DAYS),
    )
    batch = st.lists(things, min_size=1, max_size=10, unique_by=lambda thing: thing.key)
    return draw(st.lists(batch, min_size=1, max_size=3))


values = {
    "kind": st.sampled_from(KINDS),
    "size": st.sampled_from(SIZES),
    "day": st.sampled_from(DAYS),
}


@st.composite
def conditions(draw: Any) -> tuple[Filter, Any]:
    """A filter on one field, and whether a thing fits it."""
    field = draw(st.sampled_from(sorted(values)))
    wanted = draw(st.lists(values[field], max_size=3))
    return (
        nodes.Exact(field, tuple(encode(value) for value in wanted)),
        lambda thing: any(value in wanted for value in thing.values(field)),
    )


@st.composite
def ranges(draw: Any) -> tuple[Filter, Any]:
    field = draw(st.sampled_from(["size", "day"]))
    bounds = values[field].filter(lambda value: value is not None)
    low, high = draw(bounds), draw(bounds)
    with_low, with_high = draw(st.booleans()), draw(st.booleans())

    def fits(thing: Thing) -> bool:
        (value,) = thing.values(field)
        if value is None:
            return False
        above = value >= low if with_low else value > low
        return above and (value <= high if with_high else value < high)

    return nodes.Between(field, encode(low), encode(high), with_low, with_high), fits


COMPARED = {
    "contains": str.__contains__,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "exact": str.__eq__,
}


@st.composite
def likenesses(draw: Any) -> tuple[Filter, Any]:
    name = draw(st.sampled_from(sorted(COMPARED)))
    text = draw(st.sampled_from(["pol", "POL", "it", "e", "policy", "GRÖSSE", "größe", ""]))
    is_loose = draw(st.booleans())
    turn = str.casefold if is_loose else str
    return (
        nodes.Like("kind", f"i{name}" if is_loose else name, text),
        lambda thing: any(COMPARED[name](turn(kind), turn(text)) for kind in thing.kind),
    )


def _combined(parts: Any) -> Any:
    several = st.lists(parts, max_size=3)
    return (
        several.map(
            lambda found: (
                nodes.Both(tuple(part for part, _ in found)),
                lambda thing: all(fits(thing) for _, fits in found),
            )
        )
        | several.map(
            lambda found: (
                nodes.Either(tuple(part for part, _ in found)),
                lambda thing: any(fits(thing) for _, fits in found),
            )
        )
        | parts.map(lambda found: (nodes.Except(found[0]), lambda thing: not found[1](thing)))
    )


filters = st.recursive(
    conditions()
    | ranges()
    | likenesses()
    | st.just((nodes.Never(), lambda thing: False))
    | st.just((nodes.OfType("thing"), lambda thing: True))
    | st.just((nodes.OfType("other"), lambda thing: False)),
    _combined,
    max_leaves=5,
)
orders = st.lists(
    st.builds(Order, st.sampled_from(["kind", "size", "day"]), st.booleans()),
    min_size=1,
    max_size=2,
    unique_by=lambda order: order.field,
)


def in_order(things: list[Thing], order: list[Order]) -> list[list[Any]]:
    """The values of the things as an order by hand would show them: without a value comes last."""
    every = list(things)
    for level in reversed(order):

        def value(thing: Thing, level: Order = level) -> str:
            return min(map(encode, thing.values(level.field)), default=encode(None))

        with_value = [thing for thing in every if value(thing) != encode(None)]
        without = [thing for thing in every if value(thing) == encode(None)]
        every = sorted(with_value, key=value, reverse=level.reverse) + without
    return _shown(every, order)


def _shown(things: list[Thing], order: list[Order]) -> list[list[Any]]:
    return [
        [min(map(encode, thing.values(level.field)), default=encode(None)) for level in order]
        for thing in things
    ]


@settings(max_examples=30, deadline=None)
@given(batches(), st.lists(st.tuples(filters, orders), min_size=1, max_size=8))
def test_filters_counts_and_orders_are_those_of_looking_at_everything(written, asked):
    with tempfile.TemporaryDirectory() as path:
        folder = build(Path(path) / "index", [thing.document for thing in written[0]])
        for batch in written[1:]:
            write(folder, {thing.key: thing.document for thing in batch})
        index = Index(folder.path, LAYOUT)
        alive = {thing.key: thing for batch in written for thing in batch}

        for (wanted, fits), order in asked:
            answer = ask(index.searcher(), nodes.Term("alpha"), {"some": wanted}, order)
            expected = [thing for thing in alive.values() if fits(thing)]

            keys = [key for key, _ in answer.hits(0, None)]
            assert sorted(keys) == sorted(thing.key for thing in expected)
            assert answer.total == len(expected)
            assert _shown([alive[key] for key in keys], order) == in_order(expected, order)
            for field in ("kind", "size", "day"):
                counts = Counter(encode(one) for thing in expected for one in thing.values(field))
                assert answer.counts(f"f.{field}") == counts
                everything = Counter(
                    encode(one) for thing in alive.values() for one in thing.values(field)
                )
                assert answer.counts(f"f.{field}", without="some") == everything


def test_a_facet_counts_what_its_other_values_would_add(index_with):
    index = index_with(
        document("1", "alpha", kind="practice", size=1),
        document("2", "alpha", kind="policy", size=1),
        document("3", "alpha", kind="policy", size=2),
    )
    chosen = {
        "kind": nodes.Exact("kind", (encode("practice"),)),
        "size": nodes.Exact("size", (encode(1),)),
    }

    answer = ask(index.searcher(), nodes.Term("alpha"), chosen)

    assert answer.total == 1
    assert {decode(value): n for value, n in answer.counts("f.kind", without="kind").items()} == {
        "practice": 1,
        "policy": 1,
    }


def test_what_has_no_value_comes_last_whichever_way_and_however_many_values_there_are(index_with):
    index = index_with(
        document("none", "alpha", kind=None),
        document("many", "alpha", kind=[f"kind {letter}" for letter in "cdefgh"]),
        document("last", "alpha", kind="kind z"),
    )

    up = found(index, nodes.Everything(), order=[Order("kind")])
    down = found(index, nodes.Everything(), order=[Order("kind", reverse=True)])

    assert (up, down) == (["many", "last", "none"], ["last", "many", "none"])


def test_an_open_range_has_one_bound(index_with):
    index = index_with(*(document(str(size), "alpha", size=size) for size in (1, 2, 3)))

    def sizes(**bounds: str) -> list[str]:
        return sorted(
            found(index, nodes.Everything(), filters={"": nodes.Between("size", **bounds)})
        )

    assert sizes(low=encode(2)) == ["2", "3"]
    assert sizes(high=encode(2)) == ["1", "2"]
    assert sizes() == ["1", "2", "3"]


def test_letters_that_are_alike_only_in_capitals_are_alike(index_with):
    index = index_with(document("1", "alpha", kind="größe"))

    alike = nodes.Like("kind", "iexact", "GRÖSSE")

    assert found(index, nodes.Everything(), filters={"": alike}) == ["1"]


def test_values_nobody_has_and_fields_nobody_knows_let_nothing_through(index_with):
    index = index_with(document("1", "alpha", kind="practice"))

    for wanted in (nodes.Exact("kind", (encode("other"),)), nodes.Exact("unknown", (encode("x"),))):
        assert found(index, nodes.Everything(), filters={"": wanted}) == []
    assert ask(index.searcher(), nodes.Everything()).counts("f.unknown") == {}
    assert found(index, nodes.Gram("a", "unknown")) == []


def test_half_a_character_in_a_value_does_not_hold_up_the_batch(index_with):
    index = index_with(document("1", "alpha", kind="\ud800"), document("2", "alpha", kind="whole"))

    assert sorted(found(index, nodes.Term("alpha"))) == ["1", "2"]
