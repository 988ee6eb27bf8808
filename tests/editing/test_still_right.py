"""“Still right?”: one press confirms a page, in what is live and in the draft that waits."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from hub.editing.confirming_hooks import offer_still_right
from hub.editing.models import ReviewMail
from hub.editing.monthly import UnableToMail, send_due_lists, send_lists
from hub.editing.still_right import UnableToConfirm, confirm
from hub.editing.writers import is_their_own
from hub.notifications.actions import change_settings, settings_of
from hub.notifications.delivery import deliver
from hub.notifications.models import OutgoingMail
from tests.factories import (
    NOW,
    MentorSitePageFactory,
    PracticePageFactory,
    UserFactory,
    editor,
    shelf,
)

from .desk import a_reviewer

pytestmark = pytest.mark.django_db
SPAN = timedelta(days=182)


@pytest.fixture
def late(home):
    return PracticePageFactory(
        title="Marigold visits", last_reviewed=date(2025, 6, 1), review_due=date(2025, 6, 1) + SPAN
    )


def address(page):
    return f"/admin/editing/still-right/{page.pk}/"


def test_confirming_plans_the_same_span_and_names_who_did(late):
    person = editor(name="Nadia Example")

    confirm(late, by=person, at=NOW)

    late.refresh_from_db()
    assert (late.last_reviewed, late.review_due) == (NOW.date(), NOW.date() + SPAN)
    assert late.reviewer == "Nadia Example"
    assert PageLogEntry.objects.get(page=late.pk, action="hub.confirm").user == person


def test_a_draft_is_neither_lost_nor_published(late):
    writer = editor()
    late.title = "Marigold visits, and more"
    late.save_revision(user=writer)

    confirm(Page.objects.get(pk=late.pk), by=editor(), at=NOW)

    now = Page.objects.get(pk=late.pk).specific
    draft = now.get_latest_revision_as_object()
    assert now.title == "Marigold visits"
    assert now.has_unpublished_changes
    assert draft.title == "Marigold visits, and more"
    assert draft.last_reviewed == NOW.date()
    assert now.latest_revision.user == writer


def test_a_draft_that_is_to_appear_by_itself_still_does(late):
    late.title, late.go_live_at = "Marigold visits in spring", NOW + timedelta(days=5)
    late.save_revision(user=editor(), approved_go_live_at=late.go_live_at)

    confirm(Page.objects.get(pk=late.pk), by=editor(), at=NOW)

    now = Page.objects.get(pk=late.pk).specific
    planned = now.scheduled_revision
    assert now.title == "Marigold visits"
    assert planned.approved_go_live_at == NOW + timedelta(days=5)
    assert planned.as_object().title == "Marigold visits in spring"
    assert planned.as_object().last_reviewed == NOW.date()


def test_a_draft_in_review_stays_in_review_and_is_still_its_writers(late):
    writer, other = editor(), editor()
    late.title = "Marigold visits, and more"
    late.save_revision(user=writer)
    late.get_workflow().start(late, writer)

    confirm(Page.objects.get(pk=late.pk), by=other, at=NOW)

    now = Page.objects.get(pk=late.pk)
    step = now.current_workflow_task_state
    assert step.revision.as_object().title == "Marigold visits, and more"
    assert step.revision.as_object().last_reviewed == NOW.date()
    assert is_their_own(writer, now)
    assert not is_their_own(other, now)


def test_who_confirms_a_page_wrote_nothing_of_it(late):
    person = editor()
    late.save_revision(user=editor()).publish()

    confirm(Page.objects.get(pk=late.pk), by=person, at=timezone.now())

    assert not is_their_own(person, Page.objects.get(pk=late.pk))


def test_the_button_beside_a_page_costs_one_statement(late, django_assert_max_num_queries):
    person, page = editor(), Page.objects.get(pk=late.pk)
    # The page where it stands has asked this already.
    page.permissions_for_user(person).can_edit()

    with django_assert_max_num_queries(1):
        assert offer_still_right(page, person, "edit")


def test_a_page_that_somebody_else_locked_stays(late):
    late.locked, late.locked_by = True, editor()
    late.save()

    with pytest.raises(UnableToConfirm):
        confirm(late, by=editor(), at=NOW)


def test_one_press_confirms_and_a_look_changes_nothing(client, late):
    client.force_login(editor())

    look = client.get(address(late))
    late.refresh_from_db()
    before = late.last_reviewed
    press = client.post(address(late))
    late.refresh_from_db()

    assert "Yes, still right until" in look.text
    assert before == date(2025, 6, 1)
    assert press.status_code == 302
    assert late.last_reviewed == timezone.localdate()


def test_who_may_not_edit_a_page_finds_nothing_to_confirm(client, late):
    client.force_login(editor(of=shelf("library")))

    assert client.get(address(late)).status_code == 404
    assert client.post(address(late)).status_code == 404


def test_mentor_sites_are_confirmed_elsewhere(client, home):
    client.force_login(editor())

    assert client.get(address(MentorSitePageFactory())).status_code == 404


def test_many_pages_are_confirmed_at_once(client, late):
    client.force_login(editor())
    url = f"/admin/bulk/wagtailcore/page/still-right/?id={late.pk}&next=/admin/"

    asked = client.get(url)
    client.post(url)
    late.refresh_from_db()

    assert "Marigold visits" in asked.text
    assert late.last_reviewed == timezone.localdate()


def test_no_press_publishes_more_than_a_hundred_pages(client, late, monkeypatch):
    monkeypatch.setattr("hub.editing.confirming_hooks.MOST_AT_ONCE", 0)
    client.force_login(editor())

    response = client.post(
        f"/admin/bulk/wagtailcore/page/unpublish/?id={late.pk}&next=/admin/", follow=True
    )

    late.refresh_from_db()
    assert late.live
    assert "Please choose 0 or fewer" in response.text


def test_owners_are_mailed_what_is_due_once_a_month(late):
    owner = editor()
    late.owner = owner
    late.save()

    sent = send_lists(at=NOW), send_lists(at=NOW)

    letter = OutgoingMail.objects.get(person=owner)
    assert sent == (1, 0)
    assert "Marigold visits" in letter.text
    assert address(late) in letter.text
    assert "List-Unsubscribe" in letter.headers
    assert len(mail.outbox) == 0


def test_who_switched_the_list_off_gets_none_and_another_month_is_another_mail(late):
    owner = editor()
    late.owner = owner
    late.save()
    change_settings(owner, by=owner, at=NOW, gets_review_lists=False)

    assert send_lists(at=NOW) == 0

    change_settings(owner, by=owner, at=NOW, gets_review_lists=True, sends_at_once=False)
    assert send_lists(at=NOW) == 1
    assert send_lists(at=NOW + timedelta(days=30)) == 1


def test_the_link_in_the_mail_stops_the_list_and_nothing_else(client, late):
    owner = editor()
    late.owner = owner
    late.save()
    send_lists(at=NOW)
    letter = OutgoingMail.objects.get(person=owner)
    link = letter.headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    before = settings_of(owner, at=NOW)

    page = client.get(link)
    client.post(link, {"List-Unsubscribe": "One-Click"})

    after = settings_of(owner, at=NOW)
    assert "Stop the monthly list" in page.text
    assert (before.gets_review_lists, after.gets_review_lists) == (True, False)
    assert (after.sends_at_once, after.digest) == (before.sends_at_once, before.digest)
    # What waits in the queue does not leave either.
    assert deliver(letter.next_try_at) == 0
    assert OutgoingMail.objects.get(pk=letter.pk).state == OutgoingMail.State.DROPPED


def test_only_who_enters_the_editors_side_is_asked_about_the_list(client, home):
    answers = []
    for person in (editor(), UserFactory()):
        client.force_login(person)
        answers.append("gets_review_lists" in client.get("/notifications/settings/").text)

    assert answers == [True, False]


def test_who_may_not_edit_a_page_any_more_is_not_asked(late):
    late.owner = UserFactory()
    late.save()

    assert send_lists(at=NOW) == 0


def test_who_may_edit_is_asked_in_place_of_an_owner_who_may_not(late):
    late.owner = UserFactory()
    late.save()
    reviewer = a_reviewer()

    assert send_lists(at=NOW) == 1
    assert OutgoingMail.objects.get().person == reviewer


def test_the_lists_are_asked_for_once_a_day(late, monkeypatch):
    asked = []
    monkeypatch.setattr("hub.editing.monthly.send_lists", lambda *, at: asked.append(at) or 0)
    first = NOW.replace(day=2)

    for at in (first, first + timedelta(minutes=5), first + timedelta(days=1)):
        send_due_lists(at)

    assert asked == [first, first + timedelta(days=1)]


def test_more_mails_than_usual_wait_for_a_person(late, monkeypatch):
    monkeypatch.setattr("hub.editing.monthly.ALWAYS_FINE", 0)
    late.owner = editor()
    late.save()

    with pytest.raises(UnableToMail):
        send_lists(at=NOW)
    assert send_due_lists(NOW.replace(day=2)) == 0
    assert not ReviewMail.objects.exists()
    assert send_lists(at=NOW, anyway=True) == 1


def test_nothing_is_mailed_in_the_middle_of_a_month(late):
    late.owner = editor()
    late.save()

    assert send_due_lists(NOW) == 0
    assert send_due_lists(NOW.replace(day=2)) == 1
