"""A sheet becomes drafts: all of what was promised, or nothing."""

from dataclasses import dataclass
from itertools import count
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from hub.accounts.models import User
from hub.importing import writing
from hub.importing.actions import begin_import
from hub.importing.models import Import
from hub.importing.reading.files import read_file
from hub.importing.working import work_off
from practices.models import PracticePage
from tests.factories import editor, shelf

from .sheets import HEADINGS, checked, csv_bytes, prepare_shelf, row, start

BROKEN = range(25, 525, 25)


@dataclass
class World:
    one: Import
    by: User

    @property
    def client(self) -> Client:
        client = Client()
        client.force_login(self.by)
        return client


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Five hundred rows, twenty of them broken, after their dry run; built once."""
    faults = [{"Places": "Gorgia"}, {"Review due": "soon"}, {"Title": ""}, {"Topics": "Nothing"}]
    rows = [row(n, **faults[n // 25 % 4]) if n in BROKEN else row(n) for n in range(1, 501)]
    with django_db_blocker.unblock(), transaction.atomic():
        prepare_shelf()
        by, sheet = editor(), read_file(csv_bytes(HEADINGS, rows))
        at = timezone.now()
        one = begin_import(sheet, kind="practices", file_name="500.csv", by=by, at=at)
        work_off(at)
        yield World(Import.objects.get(pk=one.pk), by)
        transaction.set_rollback(True)


@pytest.fixture
def checked_rows(world, db):
    """The five hundred, inside the test's own transaction."""
    world.one.refresh_from_db()
    return world


def test_twenty_broken_rows_of_five_hundred_are_told_by_row_and_column(checked_rows):
    report = checked_rows.one.report

    told = {(remark["line"], remark["column"]) for remark in report["problems"]}
    columns = ["Places", "Review due", "Title", "Topics"]
    assert told == {(n + 1, columns[n // 25 % 4]) for n in BROKEN}
    assert (report["counts"]["new"], report["counts"]["broken"]) == (480, 20)
    better = {remark["better"] for remark in report["problems"] if remark["column"] == "Places"}
    assert better == {"Georgia"}


def test_broken_rows_stop_all_until_they_are_left_out(checked_rows):
    one = start(checked_rows.client, checked_rows.one)
    assert (one.state, PracticePage.objects.count()) == (Import.State.CHECKED, 0)

    one = start(checked_rows.client, one, leaves_out="leave")

    assert (one.state, one.sheet, one.pages.count()) == (Import.State.DONE, {}, 480)
    page = PracticePage.objects.get(slug="practice-7")
    assert (page.live, page.has_unpublished_changes) == (False, True)
    draft = page.get_latest_revision_as_object()
    assert [topic.name for topic in draft.topics.all()] == ["Follow-up"]
    assert [place.name for place in page.jurisdictions.all()] == ["Georgia"]
    assert page.problem == "<p>Nobody calls the <b>day after</b>.</p>"
    assert page.sources[0].value["url"] == "https://example.org/report"
    assert Page.find_problems() == ([], [], [], [], [])
    assert ReferenceIndex.objects.filter(object_id=str(page.pk)).exists()
    assert checked_rows.client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    few = start(checked_rows.client, checked(checked_rows.client, one_row("Q-1")))
    assert costs(checked_rows.client, one) == costs(checked_rows.client, few)


def test_a_failure_at_row_300_leaves_nothing(checked_rows):
    real, numbers = writing._of_page, count(1)

    def fails(content, page):
        if next(numbers) == 300:
            raise RuntimeError
        return real(content, page)

    with patch.object(writing, "_of_page", fails):
        one = start(checked_rows.client, checked_rows.one, leaves_out="leave")

    assert one.state == Import.State.FAILED
    assert "Nothing was imported" in one.failure
    assert not PracticePage.objects.exists()
    assert shelf("practices").numchild == 0


def test_the_page_of_many_problems_costs_what_that_of_one_does(checked_rows):
    few = checked(checked_rows.client, csv_bytes(HEADINGS, [row(900, Places="Gorgia"), row(901)]))

    assert costs(checked_rows.client, checked_rows.one) == costs(checked_rows.client, few)


def one_row(key):
    return csv_bytes(HEADINGS, [row(999, Key=key)])


def costs(client, one):
    client.get(one.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(one.get_absolute_url())
    return len(asked)
