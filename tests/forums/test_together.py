"""Many people in the same moment: nothing is lost, doubled or counted wrongly."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.forums.many_at_once import PRESSES, REPLIES, WRITERS
from tests.together import run_apart

# Without it there is no database to copy.
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def came(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Any]]:
    """What came of it, told by a process with a database of its own."""
    with django_db_blocker.unblock():
        yield run_apart("tests.forums.many_at_once", tmp_path_factory.mktemp("together"))


def test_replies_at_once_have_numbers_without_gaps_and_none_is_lost(came):
    found, all_of_them = came["replies"], WRITERS * REPLIES

    assert found["errors"] == []
    assert found["numbers"] == list(range(1, all_of_them + 2))
    assert found["texts"] == all_of_them + 1
    assert found["counters"] == [all_of_them + 1, all_of_them + 1, all_of_them]
    assert found["last"] == all_of_them + 1


def test_a_form_that_comes_twenty_times_is_one_post(came):
    found = came["one_form"]

    assert found == {"errors": [], "answers": 1, "posts": 2, "counters": [2, 1]}


def test_a_form_that_comes_twenty_times_is_one_thread(came):
    assert came["one_form_of_a_thread"] == {"errors": [], "answers": 1, "threads": 1}


def test_signs_given_at_once_are_all_counted(came):
    found = came["signs"]

    assert found["errors"] == []
    assert found["helpful"] == [PRESSES, PRESSES]
    # Pressed again it is taken back: whatever remains, the counter says the same as the rows.
    assert found["thanks"] in ([0, 0], [1, 1])


def test_who_says_same_here_at_once_is_counted_once_each(came):
    assert came["same_here"] == {"errors": [], "counted": [PRESSES, PRESSES]}


def test_each_writer_without_a_name_has_one_label_of_their_own(came):
    found = came["aliases"]

    assert found["errors"] == []
    assert len(set(found["labels"])) == len(found["labels"]) == WRITERS
    assert found["posts"] == 1 + 3 * WRITERS


def test_workers_at_once_tell_of_each_post_once(came):
    assert came["workers"] == {"errors": [], "told": PRESSES, "counted": PRESSES}
