"""After an import: handing its drafts in, taking them back, and who may."""

from itertools import count

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, WorkflowState

from hub.importing import giving_way, reviewing
from hub.importing.models import Import
from hub.importing.working import work_off
from practices.models import PracticePage
from tests.editing.desk import a_reviewer, act, an_editor, client_of
from tests.factories import PracticePageFactory, shelf

from .sheets import checked, csv_bytes, start

pytestmark = pytest.mark.django_db
HEADINGS = ["Key", "Title", "Summary", "Problem"]
ROWS = [[f"P-{n}", f"Practice {n}", "In plain words.", "Nobody calls."] for n in range(1, 5)]


@pytest.fixture
def desk():
    shelf("practices")
    return client_of(an_editor())


def brought_in(client, rows=ROWS, **chosen):
    return start(client, checked(client, csv_bytes(HEADINGS, rows)), **chosen)


def ask(client, one, step):
    answer = client.post(f"/admin/import/{one.pk}/{step}/")
    work_off(timezone.now())
    return answer


def slugs():
    return sorted(PracticePage.objects.values_list("slug", flat=True))


def practice(number):
    return PracticePage.objects.get(slug=f"practice-{number}")


# --- Handed in ------------------------------------------------------------------------------------


def test_drafts_handed_in_at_once_are_one_mail_and_wait_for_somebody_else(mailoutbox):
    shelf("practices")
    writer, reviewer = an_editor(), a_reviewer()

    one = brought_in(client_of(writer), submits="on")

    assert one.report["submitted"] == 4
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([reviewer.email], "4 drafts wait for your review")
    assert "“sheet.csv”" in mail.body
    assert "Practice 1" in client_of(reviewer).get("/admin/").text
    step = practice(1).current_workflow_task
    assert "approve" not in [name for name, *_ in step.get_actions(practice(1), writer)]
    act(reviewer, practice(1))
    assert [practice(n).live for n in (1, 2)] == [True, False]


def test_what_is_handed_in_until_it_fails_is_told(desk, monkeypatch, mailoutbox):
    a_reviewer()
    real, numbers = reviewing._log, count(1)

    def fails(*args, **options):
        if next(numbers) == 2:
            raise DatabaseError
        real(*args, **options)

    monkeypatch.setattr(reviewing, "BATCH", 3)
    monkeypatch.setattr(reviewing, "_log", fails)

    one = brought_in(desk, submits="on")

    assert (one.state, one.pages.count(), one.report["submitted"]) == (Import.State.DONE, 4, 3)
    assert WorkflowState.objects.count() == 3
    assert [mail.subject for mail in mailoutbox] == ["3 drafts wait for your review"]
    assert "Look at the others" in desk.get(one.get_absolute_url()).text


def test_what_is_read_by_a_reviewer_is_left_alone(desk):
    brought_in(desk, submits="on")

    one = checked(desk, csv_bytes(HEADINGS, [[*ROWS[0][:2], "Anew.", "Nobody calls."]]))

    assert [told["what"] for told in one.report["problems"]] == [
        "This page is in review. Wait for it, or leave the row out."
    ]


# --- Taken back -----------------------------------------------------------------------------------


def test_only_drafts_that_nobody_went_on_with_are_taken_back(desk):
    reviewer = a_reviewer()
    one = brought_in(desk, submits="on")
    practice(2).save_revision(user=reviewer)
    act(reviewer, practice(3))
    act(reviewer, practice(4), "reject", comment="Name the source.")

    ask(desk, one, "undo")

    one.refresh_from_db()
    assert (one.state, one.report["kept"]) == (Import.State.UNDONE, 3)
    assert slugs() == ["practice-2", "practice-3", "practice-4"]
    assert practice(3).live


def test_what_readers_have_seen_stays_even_when_it_is_not_public_any_more(desk):
    one = brought_in(desk, ROWS[:1])
    practice(1).get_latest_revision().publish()
    practice(1).unpublish()
    PageLogEntry.objects.all().delete()

    ask(desk, one, "undo")

    assert slugs() == ["practice-1"]


def test_a_page_that_was_there_gets_its_words_back(desk):
    page = PracticePageFactory(title="Practice 1", summary="As it was.")
    page.save_revision().publish()
    one = brought_in(desk, ROWS[:1])
    assert Page.objects.get(pk=page.pk).has_unpublished_changes

    ask(desk, one, "undo")

    page.refresh_from_db()
    assert page.get_latest_revision_as_object().summary == "As it was."
    assert (page.live, page.has_unpublished_changes) == (True, False)


def test_others_may_write_while_an_import_is_taken_back(desk, monkeypatch):
    one = brought_in(desk)
    rests = []
    monkeypatch.setattr(giving_way, "WORK_SECONDS", 0)
    monkeypatch.setattr(giving_way, "sleep", rests.append)

    ask(desk, one, "undo")

    assert slugs() == []
    assert len(rests) == 4


def test_taking_back_that_stops_in_the_middle_goes_on_when_asked_again(desk, monkeypatch):
    one = brought_in(desk)
    real = PracticePage.delete

    def fails(page, *args, **options):
        if page.slug == "practice-2":
            raise RuntimeError
        return real(page, *args, **options)

    monkeypatch.setattr(PracticePage, "delete", fails)
    ask(desk, one, "undo")
    one.refresh_from_db()
    assert one.state == Import.State.DONE
    assert "once more" in desk.get(one.get_absolute_url()).text

    monkeypatch.setattr(PracticePage, "delete", real)
    ask(desk, one, "undo")

    assert slugs() == []


# --- Who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step", ["start", "run", "undo", "discard", "", "progress", "problems.csv"]
)
def test_who_may_not_add_pages_any_more_finds_no_sheet(step):
    shelf("practices")
    person = an_editor()
    one = checked(client_of(person), csv_bytes(HEADINGS, ROWS[:1]))
    person.groups.clear()
    Group.objects.get(name="Editors").page_permissions.all().delete()
    person.groups.add(Group.objects.get(name="Editors"))
    ending = "/" if step and "." not in step else ""
    address = f"/admin/import/{one.pk}/{step}{ending}"

    client = client_of(person)
    answer = (
        client.get(address) if step in ("", "progress", "problems.csv") else client.post(address)
    )

    assert answer.status_code == 404
    one.refresh_from_db()
    assert one.state == Import.State.CHECKED


def test_a_sheet_in_work_cannot_be_thrown_away(desk):
    one = checked(desk, csv_bytes(HEADINGS, ROWS[:1]))
    Import.objects.update(state=Import.State.IMPORTING, beat_at=timezone.now())

    ask(desk, one, "discard")

    assert Import.objects.filter(pk=one.pk).exists()


def test_whose_permission_is_gone_when_it_is_worked_off_imports_nothing():
    shelf("practices")
    person = an_editor()
    client = client_of(person)
    one = checked(client, csv_bytes(HEADINGS, ROWS[:1]))
    client.post(f"/admin/import/{one.pk}/start/")
    person.groups.clear()

    work_off(timezone.now())

    one.refresh_from_db()
    assert (one.state, slugs()) == (Import.State.FAILED, [])
