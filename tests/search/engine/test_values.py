"""Filter values keep their order, and come back as what they were."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.search.engine.values import NONE, after_prefix, as_number, decode, encode

moments = st.datetimes(timezones=st.just(UTC))
sortable = st.sampled_from(
    [
        st.floats(allow_nan=False),
        st.integers(-(2**53), 2**53),
        st.decimals(allow_nan=False, allow_infinity=False, places=2),
        st.booleans(),
        st.dates(),
        moments,
        st.times(),
        st.timedeltas(min_value=timedelta(days=-(10**6)), max_value=timedelta(days=10**6)),
        st.text(max_size=300).filter(lambda text: "\x1f" not in text),
    ]
).flatmap(lambda kind: st.tuples(kind, kind))


@given(sortable)
def test_terms_sort_as_their_values_do(pair):
    low, high = pair

    if low < high:
        assert encode(low) <= encode(high)
    if encode(low) < encode(high):
        assert low < high
    if low == high:
        assert encode(low) == encode(high)


@given(st.floats(allow_nan=False) | st.text(max_size=300).filter(lambda text: "\x1f" not in text))
def test_a_value_comes_back_as_it_was(value):
    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "value",
    [True, 7, -7, Decimal("1.50"), date(1969, 7, 20), time(12, 30), timedelta(hours=2)],
)
def test_what_is_no_text_comes_back_as_a_number(value):
    assert decode(encode(value)) == as_number(value)


def test_none_comes_back_as_none():
    assert decode(encode(None)) is None
    assert encode(None) == NONE


def test_numbers_of_different_kinds_that_are_equal_are_one_value():
    assert len({encode(value) for value in (1, 1.0, Decimal("1.00"), True)}) == 1
    assert encode(0.0) == encode(-0.0)


def test_a_moment_without_a_time_zone_is_taken_as_universal_time():
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)

    assert encode(noon.replace(tzinfo=None)) == encode(noon)


def test_numbers_beyond_all_bounds_are_the_greatest_and_the_smallest():
    assert encode(10**400) == encode(float("inf"))
    assert encode(-(10**400)) == encode(float("-inf"))


@given(st.text(max_size=50), st.text(max_size=50))
def test_whatever_begins_with_a_prefix_lies_between_it_and_its_end(prefix, rest):
    prefix = encode(prefix)

    assert prefix <= prefix + rest.replace("\U0010ffff", "") < after_prefix(prefix)
