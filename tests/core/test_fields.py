import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from hub.core.fields import FuzzyDateField
from hub.core.templatetags.design import fuzzy_date

FIELD = FuzzyDateField()


@pytest.mark.parametrize("value", ["2021", "2021-07", "2021-07-04", "2024-02-29", "0001"])
def test_a_year_a_month_and_a_day_are_dates(value):
    assert FIELD.clean(value, None) == value


@pytest.mark.parametrize(
    "value",
    [
        "21",
        "2021-7",
        "2021-13",
        "2021-00",
        "2021-02-30",
        "2023-02-29",
        "2021-07-04T00:00",
        "July 2021",
        "2021\n",
        " 2021",
        "0000",
        "٢٠٢١",
    ],
)
def test_anything_else_is_not(value):
    with pytest.raises(ValidationError):
        FIELD.clean(value, None)


def test_a_date_may_be_unknown():
    assert FIELD.clean("", None) == ""


def test_text_order_is_time_order():
    moments = ["2020", "2021", "2021-07", "2021-07-04", "2021-11", "2022-01-01"]

    assert sorted(moments) == moments


def test_a_fuzzy_date_survives_a_migration():
    _name, path, args, kwargs = FuzzyDateField("since", blank=False).deconstruct()

    copy = FuzzyDateField(*args, **kwargs)
    assert path == "hub.core.fields.FuzzyDateField"
    assert copy.max_length == 10
    with pytest.raises(ValidationError):
        copy.clean("soon", None)


@given(day=st.dates())
def test_every_day_is_accepted(day):
    assert FIELD.clean(day.isoformat(), None) == day.isoformat()


@given(text=st.text(max_size=12))
def test_whatever_was_stored_can_be_shown(text):
    assert isinstance(fuzzy_date(text), str)


@pytest.mark.parametrize(
    ("value", "words"),
    [("2021", "2021"), ("2021-07", "July 2021"), ("2021-07-04", "July 4, 2021")],
)
def test_a_date_is_shown_as_exactly_as_it_is_known(value, words):
    assert fuzzy_date(value) == f'<time datetime="{value}">{words}</time>'
