"""What harms has to be gone at once: whoever may change a page may take it off the site."""

import pytest
from django.core import mail
from wagtail.models import PageLogEntry

from hub.editing.withdrawing import UnableToWithdraw, withdraw
from hub.editing.writers import has_written
from tests.factories import (
    NOW,
    MentorSitePageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    UserFactory,
    shelf,
)

from .desk import a_reviewer, act, an_editor, client_of, now, practice_form, write

pytestmark = pytest.mark.django_db
WHY = "It names a person who was helped."


def address(page):
    return f"/admin/editing/take-off/{page.pk}/"


def test_an_editor_takes_a_page_off_the_site_and_the_reviewers_hear_why(client):
    page, reviewer, person = PracticePageFactory(), a_reviewer(), an_editor()
    public = page.get_absolute_url()

    client_of(person).post(address(page), {"reason": WHY})

    assert client.get(public).status_code == 404
    assert now(page).has_unpublished_changes
    entry = PageLogEntry.objects.get(page=page, action="editing.withdraw")
    assert (entry.user, entry.data) == (person, {"reason": WHY})
    assert [one.to for one in mail.outbox] == [[reviewer.email]]
    assert WHY in mail.outbox[0].body
    history = client_of(person).get(f"/admin/pages/{page.pk}/history/").text
    assert f"Taken off the site: {WHY}" in history


def test_a_reason_has_to_be_given():
    page = PracticePageFactory()

    answer = client_of(an_editor()).post(address(page), {"reason": " "})

    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert now(page).live


def test_it_is_offered_where_there_is_something_to_take_off():
    page, person = PracticePageFactory(), an_editor()
    draft = write(person, "practices.practicepage", "practices", practice_form("A draft"))
    edit = "/admin/pages/{}/edit/"

    assert address(page) in client_of(person).get(edit.format(page.pk)).text
    assert address(draft) not in client_of(person).get(edit.format(draft.pk)).text
    # Wagtail offers reviewers to unpublish.
    assert address(page) not in client_of(a_reviewer()).get(edit.format(page.pk)).text


def test_a_review_that_goes_on_does_not_keep_it_on_the_site():
    page, person = PracticePageFactory(title="A call"), an_editor()
    form = practice_form("A call corrected", **{"action-submit": "1"})
    client_of(person).post(f"/admin/pages/{page.pk}/edit/", form)
    assert now(page).current_workflow_state

    client_of(an_editor()).post(address(page), {"reason": WHY})

    assert not now(page).live
    act(a_reviewer(), page)
    assert now(page).live


@pytest.mark.parametrize("who", [UserFactory, an_editor])
def test_nobody_takes_off_a_shelf_or_what_they_may_not_edit(who):
    page = PracticePageFactory() if who is UserFactory else shelf("practices")

    answer = client_of(who()).post(address(page), {"reason": WHY})

    assert answer.status_code != 200
    assert now(page).live


@pytest.mark.parametrize("make", [PrinciplePageFactory, MentorSitePageFactory])
def test_an_editor_takes_off_no_principle_and_no_mentor_site(make):
    page = make()

    client_of(an_editor()).post(address(page), {"reason": WHY})

    assert now(page).live


def test_what_somebody_locked_stays():
    page = PracticePageFactory(locked=True)

    client_of(an_editor()).post(address(page), {"reason": WHY})

    assert now(page).live


def test_who_wrote_what_was_published_before_may_put_it_back():
    writer, reviewer = a_reviewer(), a_reviewer()
    page = write(writer, "practices.practicepage", "practices", practice_form("A call"))
    assert has_written(writer, page)
    page.get_latest_revision().publish(user=reviewer)

    withdraw(now(page), by=writer, at=NOW, reason=WHY)

    assert not has_written(writer, now(page))


def test_what_is_off_already_is_not_taken_off_twice(home):
    page = PracticePageFactory(live=False)

    with pytest.raises(UnableToWithdraw, match="not on the site"):
        withdraw(page, by=an_editor(), at=NOW, reason=WHY)
