"""Many people and many clocks in the same moment: no place is given, and nobody asked, twice."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.mentoring.many_at_once import ASKERS, ROOM
from tests.together import run_apart

# Without it there is no database to copy.
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def came(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Any]]:
    with django_db_blocker.unblock():
        yield run_apart("tests.mentoring.many_at_once", tmp_path_factory.mktemp("together"))


def test_the_last_places_of_a_site_are_given_once(came):
    assert came["last_places"] == {"errors": [], "requests": ASKERS, "offers": ROOM}


def test_a_form_that_comes_twelve_times_is_one_request(came):
    assert came["one_form"] == {"errors": [], "requests": 1}


def test_of_yes_no_and_taking_back_one_wins(came):
    found = came["yes_and_no"]

    assert found["refused"] in ([], ["UnableToMove"])
    assert found["fits"]
    assert found["decisions"] <= 1


def test_four_clocks_at_once_do_everything_once(came):
    assert came["clocks"] == {"errors": [], "reminded": 6, "silent": 6, "open": 6}
