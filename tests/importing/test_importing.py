"""A later sheet, the same page again, and what stands in the way of it."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from wagtail.models import Page

from hub.importing import writing
from hub.importing.models import Import
from hub.importing.working import work_off
from hub.taxonomy.models import Vocabulary
from practices.models import PracticePage
from tests.factories import PracticePageFactory, TermFactory, editor

from .sheets import HEADINGS, checked, csv_bytes, prepare_shelf, row, start


@pytest.fixture
def at_work(client, db):
    prepare_shelf()
    client.force_login(editor())
    return client


def test_what_was_cut_off_says_that_nothing_was_imported(at_work):
    one = checked(at_work, csv_bytes(HEADINGS, [row(1)]))
    long_ago = timezone.now() - timedelta(minutes=5)
    Import.objects.update(state=Import.State.IMPORTING, beat_at=long_ago)

    work_off(timezone.now())

    one.refresh_from_db()
    assert one.state == Import.State.FAILED
    assert "nothing was imported" in at_work.get(one.get_absolute_url()).content.decode()


def test_a_later_sheet_changes_only_the_columns_that_differ(at_work):
    start(at_work, checked(at_work, csv_bytes(HEADINGS, [row(1), row(2)])))
    page = PracticePage.objects.get(slug="practice-1")
    page.staff, page.live = "Two clinicians", True
    page.save()
    page.save_revision().publish()

    one = checked(at_work, csv_bytes(HEADINGS, [row(1, Summary="Anew."), row(2)]))

    assert [
        (told["column"], told["before"], told["after"]) for told in one.report["differences"]
    ] == [("Summary", "In plain words.", "Anew.")]
    assert (one.report["counts"]["changed"], one.report["counts"]["unchanged"]) == (1, 1)
    one = start(at_work, one)
    page = PracticePage.objects.get(slug="practice-1")
    draft = page.get_latest_revision_as_object()
    assert (page.summary, draft.summary) == ("In plain words.", "Anew.")
    assert draft.staff == "Two clinicians"
    assert (page.has_unpublished_changes, page.live) == (True, True)


def test_nobodys_newer_draft_is_written_over(at_work):
    page = PracticePageFactory(title="Practice 1")
    one = checked(at_work, csv_bytes(HEADINGS, [row(1, Summary="Anew.")]))
    real = writing.place_pages

    def somebody_saves(*args, **options):
        Page.objects.get(pk=page.pk).specific.save_revision()
        real(*args, **options)

    with patch("hub.importing.actions.carrying_out.place_pages", somebody_saves):
        one = start(at_work, one)

    assert one.state == Import.State.FAILED
    assert "changed “Practice 1” meanwhile" in one.failure


def test_two_rows_of_one_key_are_a_problem(at_work):
    one = checked(at_work, csv_bytes(HEADINGS, [row(1), row(1, Title="Another")]))

    (remark,) = one.report["problems"]
    assert (remark["line"], remark["column"]) == (3, "Key")
    assert remark["what"] == "Row 2 has the same key."


def test_words_that_identify_a_person_are_pointed_at(at_work):
    text = "We went to see John Smith, SSN 123-45-6789, born 3/4/1980."
    one = checked(at_work, csv_bytes(HEADINGS, [row(1, Problem=text)]))

    assert [remark["column"] for remark in one.report["advice"]] == ["Problem"]
    assert one.report["counts"]["new"] == 1


def test_terms_of_one_list_leave_the_others_alone(at_work):
    rural = TermFactory(slug="rural", label="Rural")
    design = TermFactory(vocabulary=Vocabulary.STAGE, slug="design", label="Design")
    PracticePageFactory(title="Practice 1", terms=[rural])

    start(
        at_work,
        checked(at_work, csv_bytes(["Key", "Address", "Stage"], [["P-1", "practice-1", "Design"]])),
    )

    draft = PracticePage.objects.get().get_latest_revision_as_object()
    assert set(draft.terms.all()) == {rural, design}
