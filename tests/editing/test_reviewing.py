"""What one person wrote another one reads, by whatever door it is to go live."""

import pytest
from django.core import mail
from wagtail.models import PageLogEntry

from hub.editing.models import UnableToApprove
from practices.models import PracticePage
from tests.factories import PracticePageFactory, TopicFactory, UserFactory, give_second_step, shelf

from .desk import (
    a_reviewer,
    act,
    an_editor,
    client_of,
    now,
    practice_form,
    write,
)

pytestmark = pytest.mark.django_db
PRACTICE = "practices.practicepage"
TITLE = "A call the next day"
SUBMIT = {"action-submit": "1"}
PUBLISH = {"action-publish": "1"}
APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}


def written(person, **more):
    return write(person, PRACTICE, "practices", practice_form(TITLE, **more))


def edit(person, page, form):
    return client_of(person).post(f"/admin/pages/{page.pk}/edit/", form, follow=True)


def menu(person, page):
    return client_of(person).get(f"/admin/pages/{page.pk}/edit/").text


# --- From draft to readers ------------------------------------------------------------------------


def test_what_an_editor_submits_a_reviewer_approves_and_everybody_reads(client):
    reviewer = a_reviewer()
    page = written(an_editor(), **SUBMIT)

    act(reviewer, page)

    assert client.get(now(page).get_absolute_url()).status_code == 200


def test_reviewers_hear_of_it_and_the_editor_of_the_answer():
    writer, reviewer = an_editor(), a_reviewer()
    page = written(writer, **SUBMIT)

    act(reviewer, page, "reject", comment="Name the source.")

    asked, answered = mail.outbox
    assert (asked.to, answered.to) == ([reviewer.email], [writer.email])
    assert f"/admin/pages/{page.pk}/edit/" in asked.body
    assert "Name the source." in answered.body


def test_a_date_in_the_page_is_kept_when_it_is_approved():
    page = written(an_editor(), go_live_at="2050-01-01 09:00", **SUBMIT)

    act(a_reviewer(), page)

    assert not now(page).live
    assert now(page).scheduled_revision is not None


# --- Nobody their own -----------------------------------------------------------------------------


def test_publish_on_the_form_of_a_new_page_puts_nothing_in_front_of_readers(client):
    page = written(a_reviewer(), **PUBLISH)

    assert not page.live
    assert client.get(f"/practices/{page.slug}/").status_code == 404
    assert not PageLogEntry.objects.filter(page=page, action="wagtail.publish").exists()


@pytest.mark.parametrize("more", [PUBLISH, {}])
def test_a_reviewer_cannot_publish_what_they_write_and_loses_nothing(more):
    reviewer = a_reviewer()
    page = written(reviewer, **more)

    answer = edit(reviewer, page, practice_form("A second call", **PUBLISH))

    assert "Somebody else has to read it first" in answer.text
    assert not now(page).live
    assert now(page).get_latest_revision_as_object().title == "A second call"


def test_the_button_is_there_only_for_what_others_wrote():
    reviewer = a_reviewer()
    own, theirs = written(reviewer), write(an_editor(), PRACTICE, "practices", practice_form("B"))

    assert "action-publish" not in menu(reviewer, own)
    assert "action-publish" in menu(reviewer, theirs)
    adding = f"/admin/pages/add/practices/practicepage/{shelf('practices').pk}/"
    assert "action-publish" not in client_of(reviewer).get(adding).text


def test_whoever_sent_it_cannot_approve_it_by_any_door():
    reviewer = a_reviewer()
    page = written(reviewer, **SUBMIT)
    state = page.current_workflow_task_state

    act(reviewer, page)
    edit(reviewer, page, practice_form(TITLE, **APPROVE))
    bulk = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/"
    answer = client_of(reviewer).post(bulk, follow=True)
    with pytest.raises(UnableToApprove, match="somebody else"):
        state.task.specific.on_action(state, reviewer, "approve")

    assert "Nothing was published" in answer.text
    assert not now(page).live


def test_nor_with_everything_below_a_page():
    reviewer = a_reviewer()
    page = written(reviewer)
    bulk = f"/admin/bulk/wagtailcore/page/publish/?id={shelf('practices').pk}&next=/admin/"

    client_of(reviewer).post(bulk, {"include_descendants": "on"})

    assert not now(page).live


def test_whoever_changes_a_word_while_approving_has_become_a_writer():
    reviewer = a_reviewer()
    page = written(an_editor(), **SUBMIT)

    answer = edit(reviewer, page, practice_form("Another title", **APPROVE))

    assert "somebody else has to approve it" in answer.text
    assert not now(page).live
    assert now(page).get_latest_revision_as_object().title == "Another title"


def test_a_reviewer_approves_in_the_form_though_it_numbers_the_topics_anew():
    TopicFactory(name="Follow-up")
    page = written(an_editor(), topics="Follow-up", **SUBMIT)

    edit(a_reviewer(), page, practice_form(TITLE, topics="Follow-up", **APPROVE))

    assert now(page).live


def test_a_reviewer_who_only_sets_the_date_may_approve():
    page = written(an_editor(), **SUBMIT)

    edit(a_reviewer(), page, practice_form(TITLE, go_live_at="2050-01-01 09:00", **APPROVE))

    assert now(page).scheduled_revision is not None


def test_a_date_to_go_live_is_no_way_around():
    reviewer = a_reviewer()
    page = written(reviewer)
    form = practice_form(TITLE, go_live_at="2050-01-01 09:00", **PUBLISH)

    edit(reviewer, page, form)

    assert now(page).scheduled_revision is None


def test_a_change_after_an_approval_is_approved_again():
    reviewer, page = a_reviewer(), written(an_editor(), **SUBMIT)
    act(reviewer, page)

    edit(reviewer, page, practice_form("Another title", **PUBLISH))

    assert now(page).title == TITLE
    assert now(page).has_unpublished_changes


def test_what_was_unpublished_comes_back_only_by_somebody_else():
    writer, page = a_reviewer(), written(an_editor(), **SUBMIT)
    first = page.latest_revision_id
    act(a_reviewer(), page)
    edit(writer, page, practice_form("Their words"))
    client_of(a_reviewer()).post(f"/admin/pages/{page.pk}/unpublish/")

    # An older version, brought back and published in one go.
    client_of(writer).post(
        f"/admin/pages/{page.pk}/revisions/{first}/revert/",
        practice_form(TITLE, revision=first, **PUBLISH),
    )
    assert not now(page).live

    edit(a_reviewer(), page, practice_form(TITLE, **PUBLISH))
    assert now(page).live


def test_an_alias_and_a_move_show_nothing_that_was_not_approved():
    reviewer = a_reviewer()
    page = written(reviewer)
    sent = {"new_title": TITLE, "new_slug": "alias", "new_parent_page": shelf("practices").pk}

    client_of(reviewer).post(f"/admin/pages/{page.pk}/copy/", {**sent, "alias": "on"})
    client_of(reviewer).post(f"/admin/pages/{page.pk}/move/{shelf('practices').pk}/confirm/")

    assert PracticePage.objects.filter(title=TITLE).count() == 2
    assert not PracticePage.objects.filter(title=TITLE, live=True).exists()


def test_a_copy_with_a_new_title_is_a_draft():
    page, reviewer = PracticePageFactory(), a_reviewer()
    sent = {
        "new_title": "Mine",
        "new_slug": "mine",
        "new_parent_page": shelf("practices").pk,
        "publish_copies": "on",
    }

    client_of(reviewer).post(f"/admin/pages/{page.pk}/copy/", sent)

    assert not PracticePage.objects.get(slug="mine").live


def test_an_administrator_may_alone_and_the_history_says_so():
    person = UserFactory(is_superuser=True)
    give_second_step(person)

    page = written(person, **PUBLISH)

    assert now(page).live
    assert PageLogEntry.objects.filter(page=page, action="editing.publish_alone").exists()


def test_asking_costs_the_same_however_many_versions_others_saved(django_assert_max_num_queries):
    reviewer, writer = a_reviewer(), an_editor()
    page = written(writer)
    for _ in range(20):
        page.save_revision(user=writer)

    with django_assert_max_num_queries(120) as few:
        menu(reviewer, page)

    assert sum("wagtailcore_revision" in query["sql"] for query in few.captured_queries) < 15


def test_a_summary_typed_in_two_lines_is_one_line():
    form = practice_form("Calling back", summary="A peer calls.\r\nEvery time.")

    page = write(an_editor(), "practices.practicepage", "practices", form)

    assert now(page).get_latest_revision_as_object().summary == "A peer calls. Every time."
