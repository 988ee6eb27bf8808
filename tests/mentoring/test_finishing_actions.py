"""What both sides agree to show, and what stays between them: at the actions."""

from datetime import timedelta

import pytest

from forums.models import Forum, Thread
from mentoring.actions.answering import accept_offer
from mentoring.actions.finishing import (
    UnableToFinish,
    agree_to_publish,
    change_public_part,
    complete_request,
    take_consent_back,
)
from mentoring.actions.following_up import answer_follow_up, rate
from mentoring.actions.moving import UnableToMove
from mentoring.actions.scheduling import (
    NO_PLAN,
    PlanChanged,
    UnableToSchedule,
    accept_form,
    schedule,
    unschedule,
)
from mentoring.models import Completion, FollowUp, MentorRequest, Satisfaction, Status, VisitPlan
from mentorsites.models import SiteNote
from tests.factories import NOW, ForumFactory, PostFactory

from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db
WORDS = {"title": "Five lines on boards", "text": "Bring one page."}


@pytest.fixture
def site():
    return open_site()


@pytest.fixture
def accepted(site):
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)
    return MentorRequest.objects.get(pk=request.pk)


def plan(**fields):
    times = {"starts_at": NOW + DAY, "ends_at": NOW + DAY + timedelta(hours=1)}
    return {"kind": "call", "time_zone": "America/New_York", **times, **fields}


def finish(request, site, **fields):
    said = {"shown_as": "note", "public_title": WORDS["title"], "public_text": WORDS["text"]}
    return complete_request(
        request,
        **{"happened_on": NOW.date(), "side": "site", "by": keeper_of(site), **said, **fields},
        at=NOW,
    )


def agree(completion, request):
    return agree_to_publish(completion, side="requester", by=request.requester, at=NOW, **WORDS)


def test_a_date_is_set_moved_and_called_off(accepted, site):
    first = schedule(accepted, plan=plan(), attendees=[], by=keeper_of(site), at=NOW)
    moved = schedule(accepted, plan=plan(where="Online"), attendees=[], by=keeper_of(site), at=NOW)
    unschedule(accepted, by=accepted.requester, at=NOW)

    accepted.refresh_from_db()
    assert (first.sequence, moved.sequence, moved.pk) == (0, 1, first.pk)
    assert accepted.status == Status.ACCEPTED
    assert not VisitPlan.objects.exists()


def test_who_accepted_the_form_stays_accepted_when_the_date_moves(accepted, site):
    people = [("requester", "Ada", "Chief"), ("site", "Ben", "Medic")]
    made = schedule(accepted, plan=plan(), attendees=people, by=keeper_of(site), at=NOW)
    accept_form(made.attendees.get(name="Ada"), by=accepted.requester, at=NOW)

    schedule(
        accepted,
        plan=plan(),
        attendees=[("requester", "Ada", "Captain")],
        by=keeper_of(site),
        at=NOW,
    )

    ada = made.attendees.get()
    assert (ada.name, ada.role, ada.accepted_at) == ("Ada", "Captain", NOW)


def test_no_more_than_twelve_come_along(accepted, site):
    people = [("site", f"Person {number}", "") for number in range(13)]

    with pytest.raises(UnableToSchedule):
        schedule(accepted, plan=plan(), attendees=people, by=keeper_of(site), at=NOW)


def test_a_date_needs_a_site_that_accepted(site):
    request = ask(sites=[site])

    with pytest.raises(UnableToMove):
        schedule(request, plan=plan(), attendees=[], by=keeper_of(site), at=NOW)


def test_what_was_done_is_public_once_both_sides_agree(accepted, site):
    completion = finish(accepted, site)
    before = SiteNote.objects.count()

    agreed = agree(completion, accepted)

    assert before == 0
    assert agreed.published_at == NOW
    assert SiteNote.objects.published().get().title == WORDS["title"]


def test_a_yes_to_other_words_is_no_yes(accepted, site):
    completion = finish(accepted, site)
    change_public_part(
        completion,
        shown_as="note",
        public_title=WORDS["title"],
        public_text="Other words.",
        side="site",
        by=keeper_of(site),
        at=NOW,
    )

    with pytest.raises(UnableToFinish):
        agree(completion, accepted)
    assert not SiteNote.objects.exists()


def test_changing_the_words_takes_the_other_sides_yes_back(accepted, site):
    completion = finish(accepted, site, side="requester", by=accepted.requester)

    changed = change_public_part(
        completion,
        shown_as="note",
        public_title=WORDS["title"],
        public_text="Other words.",
        side="site",
        by=keeper_of(site),
        at=NOW,
    )

    assert (changed.requester_agreed_at, changed.site_agreed_at) == (None, NOW)


@pytest.mark.parametrize("side", ["requester", "site"])
def test_either_side_may_take_the_public_note_back(accepted, site, side):
    completion = agree(finish(accepted, site), accepted)

    take_consent_back(completion, side=side, by=accepted.requester, at=NOW + DAY)

    assert not SiteNote.objects.published().exists()
    assert Completion.objects.get().published_at is None


def test_a_thread_is_begun_with_the_consent_of_both_and_goes_with_it(accepted, site):
    ForumFactory(slug="mentor-sites", name="Mentor sites")
    completion = finish(accepted, site, shown_as="thread")

    agreed = agree(completion, accepted)
    began = Thread.objects.get()
    take_consent_back(agreed, side="site", by=keeper_of(site), at=NOW)

    assert (began.title, began.about_id) == (WORDS["title"], site.pk)
    assert Forum.objects.get().pk == began.forum_id
    began.refresh_from_db()
    assert began.state == Thread.State.REMOVED


def test_what_stays_between_them_is_nowhere_else(accepted, site):
    finish(accepted, site, shown_as="nothing", public_title="", public_text="")

    accepted.refresh_from_db()
    assert accepted.status == Status.DONE
    assert not SiteNote.objects.exists()
    assert [one.days for one in accepted.follow_ups.all()] == [30, 90, 180]


def test_the_future_is_not_done_yet(accepted, site):
    with pytest.raises(UnableToFinish):
        finish(accepted, site, happened_on=(NOW + 2 * DAY).date())


def test_a_public_note_needs_words(accepted, site):
    with pytest.raises(UnableToFinish):
        finish(accepted, site, public_text="  ")


def test_what_came_of_it_and_how_it_was_can_be_told_anew(accepted, site):
    finish(accepted, site)
    look_back = FollowUp.objects.get(days=90)

    for outcome in ("under-way", "in-place"):
        answer_follow_up(look_back, outcome=outcome, by=accepted.requester, at=NOW)
    for score in (2, 5):
        rate(
            MentorRequest.objects.get(pk=accepted.pk),
            side="requester",
            score=score,
            by=accepted.requester,
            at=NOW,
        )

    assert FollowUp.objects.get(days=90).outcome == "in-place"
    assert Satisfaction.objects.get().score == 5
    assert accepted.events.filter(kind="followed-up").count() == 1


def test_how_it_was_is_said_after_it_happened(accepted):
    with pytest.raises(UnableToMove):
        rate(accepted, side="requester", score=5, by=accepted.requester, at=NOW)


def test_a_date_after_one_that_was_called_off_replaces_it_in_calendars(accepted, site):
    host = keeper_of(site)
    schedule(accepted, plan=plan(), attendees=[], by=host, at=NOW)
    moved = schedule(accepted, plan=plan(), attendees=[], by=host, at=NOW)
    unschedule(accepted, by=host, at=NOW)

    again = schedule(accepted, plan=plan(), attendees=[], by=host, at=NOW)

    assert again.sequence > moved.sequence


@pytest.mark.parametrize("seen", [NO_PLAN, 7])
def test_a_plan_that_was_changed_meanwhile_is_not_written_over(accepted, site, seen):
    people = [("requester", "Ada", "Chief")]
    schedule(accepted, plan=plan(), attendees=people, by=accepted.requester, at=NOW)

    with pytest.raises(PlanChanged):
        schedule(accepted, plan=plan(), attendees=[], by=keeper_of(site), at=NOW, seen=seen)
    assert VisitPlan.objects.get().attendees.get().name == "Ada"


def test_a_visit_is_not_planned_when_the_site_has_no_room_for_one():
    site = open_site(calls_per_quarter=2, visits_per_quarter=0)
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)

    with pytest.raises(UnableToSchedule, match="no room for a visit"):
        schedule(request, plan=plan(kind="visit"), attendees=[], by=keeper_of(site), at=NOW)
    assert not VisitPlan.objects.exists()


def test_what_is_planned_takes_the_room_of_its_kind():
    site = open_site(calls_per_quarter=1, visits_per_quarter=1)
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)

    took = []
    for kind in ("visit", "virtual"):
        schedule(request, plan=plan(kind=kind), attendees=[], by=keeper_of(site), at=NOW)
        took.append(offer_of(request).takes)

    assert took == ["visit", "call"]


def test_a_call_instead_of_a_visit_keeps_its_place_when_the_calls_are_full():
    site = open_site(calls_per_quarter=0, visits_per_quarter=1)
    request = ask(sites=[site], wants=["ride-along"])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)

    schedule(request, plan=plan(), attendees=[], by=keeper_of(site), at=NOW)

    assert offer_of(request).takes == "visit"


def test_words_that_a_browser_sent_back_are_the_same_words(accepted, site):
    completion = finish(accepted, site, public_text="One.\nTwo.")

    agreed = agree_to_publish(
        completion,
        side="requester",
        title=WORDS["title"],
        text="One.\r\nTwo.",
        by=accepted.requester,
        at=NOW,
    )

    assert agreed.published_at == NOW


def test_the_words_stand_under_the_name_of_whoever_wrote_them_last(accepted, site):
    completion = finish(accepted, site)
    changed = change_public_part(
        completion,
        shown_as="note",
        public_title=WORDS["title"],
        public_text=WORDS["text"],
        side="requester",
        by=accepted.requester,
        at=NOW,
    )

    agree_to_publish(changed, side="site", by=keeper_of(site), at=NOW, **WORDS)

    assert SiteNote.objects.get().written_by == accepted.requester


def test_words_of_somebody_who_left_appear_under_no_other_name(accepted, site):
    completion = finish(accepted, site)
    Completion.objects.update(completed_by=None)

    with pytest.raises(UnableToFinish, match="has left"):
        agree(completion, accepted)
    assert not SiteNote.objects.exists()


def test_a_thread_with_replies_loses_its_title_with_the_consent(accepted, site):
    ForumFactory(slug="mentor-sites", name="Mentor sites")
    agreed = agree(finish(accepted, site, shown_as="thread"), accepted)
    thread = Thread.objects.get()
    PostFactory(thread=thread, number=2)

    take_consent_back(agreed, side="site", by=keeper_of(site), at=NOW)

    thread.refresh_from_db()
    assert thread.title == "A thread that was taken back"
    assert "boards" not in thread.slug + thread.excerpt


def test_nothing_happened_before_it_was_asked_for(accepted, site):
    with pytest.raises(UnableToFinish, match="not sent yet"):
        finish(accepted, site, happened_on=(NOW - 2 * DAY).date())
