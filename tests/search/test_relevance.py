"""The first ten hits are as good as they were: practitioners' questions, over the real content."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import override_settings

from hub.home.actions import load_content
from hub.search.asked import Asked
from hub.search.finding import find
from hub.search.models import SearchDocument
from hub.search.rebuilding import rebuild_everything
from tests import search_index
from tests.factories import remove_all_pages
from tests.search.relevance import average, questions

pytestmark = pytest.mark.long

# A little below what was measured, so that a page more or less does not fail it; raise it with the
# ranking. The stock search of the database scores less than half of it: see bench/.
FLOOR = 0.62
LOADED_AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
NOBODY = AnonymousUser()


def say_nothing(text: str) -> None:
    pass


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker, tmp_path_factory):
    """All content, described and indexed once; gone after the module."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        remove_all_pages()
        load_content(at=LOADED_AT, report=say_nothing)
        rebuild_everything(say_nothing)
        yield
        transaction.set_rollback(True)
    search_index.forget()


@pytest.fixture
def search(content, db):
    search_index.hold_still()

    def ask(query: str) -> list[str]:
        results = find(Asked(query=query), reader=NOBODY, at=LOADED_AT)
        return [row.document.url for row in results.rows or []]

    return ask


def test_the_first_ten_hits_are_as_good_as_they_were(search):
    findable = set(SearchDocument.objects.filter(is_listed=True).values_list("url", flat=True))

    assert average(search, findable) >= FLOOR


def test_every_question_names_pages_that_exist_and_a_grade():
    found = questions()

    assert len(found) >= 60
    assert len({question.query for question in found}) == len(found)
    assert all(1 <= grade <= 3 for question in found for grade in question.grades.values())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("mih rural followup", "/practices/follow-up-within-two-business-days/"),
        ("co responder", "/mentor-sites/sample-county-ems/"),
        ("988 txfer", "/practices/passing-911-calls-to-988-with-a-way-back/"),
        ("edp", "/practices/passing-911-calls-to-988-with-a-way-back/"),
        ("sb403", "/policies/ga-sb403-2022/"),
    ],
)
def test_a_practitioner_finds_what_she_needs_on_the_first_page(search, query, wanted):
    assert wanted in search(query)
