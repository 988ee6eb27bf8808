"""A change waits for review, is talked about, and is decided: here or on the editors' side."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import TaskState, WorkflowState

from hub.notifications.models import Notification
from mentorsites.actions.reviewing import UnableToDecide, approve_change, ask_for_a_change
from mentorsites.actions.sending import UnableToSend, send_for_review, withdraw_change
from mentorsites.models import MentorSitePage, ProfileChange, ProfileNote
from tests.factories import NOW, MentorSitePageFactory, UserFactory, editor
from tests.mentorsites.profiles import (
    add_keeper,
    client_of,
    filled,
    manager_of,
    newest,
    profile_at,
    reviewer,
)

pytestmark = pytest.mark.django_db
State = ProfileChange.State


@pytest.fixture
def site(db):
    page = MentorSitePageFactory(title="Marigold County", summary="One team.")
    page.save_revision().publish()
    return MentorSitePage.objects.get(pk=page.pk)


@pytest.fixture
def manager(site):
    return manager_of(site)


@pytest.fixture
def judge(site):
    return reviewer()


def live(site) -> MentorSitePage:
    return MentorSitePage.objects.get(pk=site.pk)


def sent(site, manager, **changes) -> ProfileChange:
    changes = {"summary": "Two teams.", **changes}
    client_of(manager).post(profile_at(site), filled(site, manager, **changes, do="send"))
    return ProfileChange.objects.get()


def number(site) -> int:
    return live(site).latest_revision_id


class TestSending:
    def test_starts_wagtails_own_review_and_leaves_the_live_page(self, site, manager, judge):
        change = sent(site, manager)

        assert change.state == State.OPEN
        assert change.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
        assert change.revision_id == number(site)
        assert live(site).summary == "One team."

    def test_reviewers_hear_of_it(self, site, manager, judge):
        change = sent(site, manager)

        line = Notification.objects.get(person=judge)
        assert (line.kind, line.subject) == ("review", change)
        assert not Notification.objects.filter(person=manager).exists()

    def test_without_a_difference_there_is_nothing_to_send(self, site, manager):
        with pytest.raises(UnableToSend):
            send_for_review(site, by=manager, at=NOW)

    def test_twice_is_once(self, site, manager, judge):
        change = sent(site, manager)

        again = send_for_review(live(site), by=manager, at=NOW)

        assert again == change
        assert WorkflowState.objects.count() == 1

    def test_whoever_goes_on_editing_updates_what_waits(self, site, manager, judge):
        change = sent(site, manager)

        client_of(manager).post(profile_at(site), filled(site, manager, summary="Three teams."))

        change.refresh_from_db()
        assert change.revision_id == number(site)
        assert TaskState.objects.get().revision_id == number(site)
        assert live(site).summary == "One team."

    def test_reviewers_hear_of_an_update_too(self, site, manager, judge):
        change = sent(site, manager)
        client_of(judge).get(change.get_absolute_url())

        client_of(manager).post(profile_at(site), filled(site, manager, summary="Three teams."))

        (news,) = Notification.objects.of(judge).unread()
        assert (news.kind, news.subject) == ("review", change)

    def test_a_draft_that_does_not_wait_is_nobodys_news(self, site, manager, judge):
        client_of(manager).post(profile_at(site), filled(site, manager, summary="Three teams."))

        assert not Notification.objects.exists()

    def test_it_can_be_taken_back_and_the_draft_stays(self, site, manager, judge):
        change = sent(site, manager)

        client_of(manager).post(f"{profile_at(site)}withdraw/")

        change.refresh_from_db()
        assert (change.state, change.decided_by) == (State.WITHDRAWN, manager)
        assert change.workflow_state.status == WorkflowState.STATUS_CANCELLED
        assert newest(site).summary == "Two teams."
        assert live(site).summary == "One team."


class TestReviewing:
    def test_approving_publishes_it_and_tells_the_site(self, site, manager, judge):
        change = sent(site, manager)

        client_of(judge).post(f"{change.get_absolute_url()}approve/", {"revision": number(site)})

        change.refresh_from_db()
        assert live(site).summary == "Two teams."
        assert (change.state, change.decided_by) == (State.APPROVED, judge)
        assert Notification.objects.filter(person=manager, is_for_me=True).exists()

    def test_what_a_reviewer_did_not_see_is_not_approved(self, site, manager, judge):
        change = sent(site, manager)
        seen = number(site)
        client_of(manager).post(profile_at(site), filled(site, manager, summary="Unseen."))

        with pytest.raises(UnableToDecide):
            approve_change(change, seen=seen, by=judge, at=NOW)

        assert live(site).summary == "One team."

    def test_a_change_is_asked_for_with_words_and_sent_again(self, site, manager, judge):
        change = sent(site, manager)
        client_of(judge).post(
            f"{change.get_absolute_url()}ask/",
            {"ask-text": "Which two?", "revision": number(site)},
        )
        change.refresh_from_db()
        returned = change.state

        again = send_for_review(live(site), by=manager, at=NOW)

        assert returned == State.RETURNED
        assert ProfileNote.objects.get().text == "Which two?"
        assert (again.pk, again.state) == (change.pk, State.OPEN)
        assert again.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS

    def test_asking_needs_words(self, site, manager, judge):
        change = sent(site, manager)

        answer = client_of(judge).post(f"{change.get_absolute_url()}ask/", {"ask-text": " "})

        assert answer.status_code == 422

    def test_nobody_approves_their_own_sites_change(self, site, manager):
        both = reviewer()
        add_keeper(site, both)
        change = sent(site, manager)

        answer = client_of(both).post(f"{change.get_absolute_url()}approve/", {"revision": 1})

        assert answer.status_code == 404
        assert live(site).summary == "One team."

    def test_a_decision_counts_once(self, site, manager, judge):
        change = sent(site, manager)
        approve_change(change, seen=number(site), by=judge, at=NOW)

        with pytest.raises(UnableToDecide):
            ask_for_a_change(change, words="No", seen=number(site), by=judge, at=NOW)

    def test_both_sides_talk_and_hear_of_it(self, site, manager, judge):
        change = sent(site, manager)
        Notification.objects.all().delete()

        for person in (judge, manager):
            client_of(person).post(f"{change.get_absolute_url()}note/", {"text": "Hello"})

        sides = list(change.notes.values_list("author", "is_from_reviewer"))
        assert sides == [(judge.pk, True), (manager.pk, False)]
        told = set(Notification.objects.values_list("person", flat=True))
        assert told == {manager.pk, judge.pk}


class TestTheChangePage:
    def test_whoever_opens_it_has_read_the_news_of_it(self, site, manager, judge):
        change = sent(site, manager)

        client_of(judge).get(change.get_absolute_url())

        assert not Notification.objects.of(judge).unread().exists()

    def test_shows_word_by_word_what_is_different(self, site, manager, judge):
        change = sent(site, manager)

        for person in (manager, judge):
            text = client_of(person).get(change.get_absolute_url()).content.decode()
            assert "<del>One</del>" in text
            assert "<ins>Two</ins>" in text

    @pytest.mark.parametrize("make", [UserFactory, lambda: manager_of(MentorSitePageFactory())])
    def test_is_for_nobody_else(self, site, manager, judge, make):
        change = sent(site, manager)
        stranger = client_of(make())

        address = change.get_absolute_url()
        assert stranger.get(address).status_code == 404
        for verb in ("note", "approve", "ask"):
            assert stranger.post(f"{address}{verb}/", {"text": "x"}).status_code == 404

    def test_the_manager_gets_no_buttons_of_a_reviewer(self, site, manager, judge):
        change = sent(site, manager)

        assert "Approve" not in client_of(manager).get(change.get_absolute_url()).content.decode()

    def test_costs_the_same_however_much_was_said_and_changed(
        self, site, manager, judge, django_assert_max_num_queries
    ):
        rows = {f"partners-{at}-organization": f"Partner {at}" for at in range(20)}
        change = sent(site, manager, **rows, **{"partners-TOTAL_FORMS": "20"})
        for count in range(20):
            change.notes.create(author=judge, text=f"Note {count}", at=NOW)
        reading = client_of(judge)

        with django_assert_max_num_queries(32):
            reading.get(change.get_absolute_url())


class TestOnTheEditorsSide:
    """What is decided in Wagtail's own pages reaches the change."""

    def task(self, site) -> TaskState:
        return live(site).current_workflow_task_state

    def test_approving_there_is_approving(self, site, manager, judge):
        change = sent(site, manager)
        task = self.task(site)

        task.task.specific.on_action(task, judge, "approve", comment="Fine words.")

        change.refresh_from_db()
        assert (change.state, change.decided_by) == (State.APPROVED, judge)
        assert change.notes.get().text == "Fine words."

    def test_asking_for_changes_there_sends_it_back_with_the_comment(self, site, manager, judge):
        change = sent(site, manager)
        task = self.task(site)

        task.task.specific.on_action(task, judge, "reject", comment="Which two?")

        change.refresh_from_db()
        assert change.state == State.RETURNED
        assert change.notes.get().text == "Which two?"
        assert change.notes.get().is_from_reviewer

    def test_cancelling_there_takes_it_back(self, site, manager, judge):
        change = sent(site, manager)

        live(site).current_workflow_state.cancel(user=judge)

        change.refresh_from_db()
        assert (change.state, change.decided_by) == (State.WITHDRAWN, judge)

    def test_publishing_without_a_word_is_approving(self, site, manager, judge):
        change = sent(site, manager)

        live(site).latest_revision.publish(user=judge)

        change.refresh_from_db()
        assert (change.state, change.decided_by) == (State.APPROVED, judge)
        assert live(site).summary == "Two teams."

    def test_what_an_editor_sends_for_review_waits_here_too(self, site, manager, judge):
        page = live(site)
        page.summary = "By an editor."
        page.save_revision(user=judge)

        live(site).get_workflow().start(live(site), judge)

        change = ProfileChange.objects.get()
        assert (change.state, change.sent_by) == (State.OPEN, judge)

    def test_what_an_editor_sends_once_more_waits_again(self, site, manager, judge):
        change = sent(site, manager)
        ask_for_a_change(change, words="Which two?", seen=number(site), by=judge, at=NOW)

        live(site).current_workflow_state.resume(user=judge)

        change.refresh_from_db()
        assert (change.state, change.sent_by, change.decided_at) == (State.OPEN, judge, None)

    def test_a_reviewer_reaches_it_from_wagtails_dashboard(self, site, manager, judge):
        sent(site, manager)

        assert "Marigold County" in client_of(judge).get("/admin/").content.decode()

    def test_nobody_approves_their_own_sites_change_there_either(self, site, manager, judge):
        change = sent(site, manager)
        add_keeper(site, judge)
        task = self.task(site)

        with pytest.raises(PermissionDenied):
            task.task.specific.on_action(task, judge, "approve")

        change.refresh_from_db()
        assert change.state == State.OPEN
        assert live(site).summary == "One team."

    def test_without_a_workflow_approving_publishes(self, site, manager, judge, monkeypatch):
        monkeypatch.setattr(MentorSitePage, "get_workflow", lambda self: None)
        change = sent(site, manager)

        approve_change(change, seen=number(site), by=judge, at=NOW)

        change.refresh_from_db()
        assert change.state == State.APPROVED
        assert live(site).summary == "Two teams."


def test_taking_back_what_was_decided_says_so(site, manager, judge):
    change = sent(site, manager)
    approve_change(change, seen=number(site), by=judge, at=NOW)

    answer = client_of(manager).post(f"{profile_at(site)}withdraw/")

    assert answer.status_code == 404
    with pytest.raises(Exception, match="decided in the meantime"):
        withdraw_change(change, by=manager, at=NOW)


def test_an_editor_of_another_section_sees_no_change(site, manager, judge):
    change = sent(site, manager)
    other = editor(of=MentorSitePageFactory())

    assert client_of(other).get(change.get_absolute_url()).status_code == 404
