from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hub.notifications.models import Notification
from hub.taxonomy.models import Vocabulary
from mentoring import choosing
from mentoring.actions.answering import accept_offer, decline_offer, decline_request, hand_back
from mentoring.actions.moving import UnableToMove
from mentoring.actions.offering import UnableToOffer, end_offer, offer_request
from mentoring.actions.submitting import (
    UnableToSubmit,
    close_request,
    wait_for_room,
    withdraw_request,
)
from mentoring.models import MentorRequest, Offer, Status, quarter_of
from mentoring.permissions import side_of
from mentoring.room import room_of
from mentorsites.models import Blackout
from tests.factories import NOW, TermFactory, UserFactory, keeper, make_member, mentoring_staff

from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db
Reason = MentorRequest.Reason


def test_a_request_is_offered_at_once_to_the_site_that_was_chosen_first():
    open_site("Larger City")
    chosen = open_site("Sample County EMS")

    request = ask(sites=[chosen])

    assert request.status == Status.OFFERED
    assert offer_of(request).site == chosen
    assert offer_of(request).reply_by == NOW + 7 * DAY


def test_without_a_choice_the_most_alike_site_is_asked():
    urban, rural = (
        TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug=slug, label=slug.capitalize())
        for slug in ("urban", "rural")
    )
    open_site("A Large City", terms=[urban])
    alike = open_site("Small Town", terms=[rural])

    request = ask(facts={"community_types": ["rural"]})

    assert offer_of(request).site == alike
    assert "Rural" in " ".join(offer_of(request).because)


def test_a_site_is_never_offered_more_than_its_room_in_the_quarter():
    site = open_site(calls_per_quarter=2, visits_per_quarter=0)

    requests = [ask(sites=[site]) for _ in range(3)]

    assert [one.status for one in requests] == ["offered", "offered", "submitted"]
    assert requests[2].needs_staff
    assert room_of(site, quarter=quarter_of(NOW.date())).calls_left == 0


def test_the_room_comes_back_when_a_site_says_no():
    site = open_site(calls_per_quarter=1)
    first = ask(sites=[site], asks_further=False)

    decline_offer(offer_of(first), reason=Reason.NOT_OURS, by=keeper_of(site), at=NOW + DAY)

    assert room_of(site, quarter=quarter_of(NOW.date())).calls_left == 1


def test_a_visit_takes_the_room_of_visits_and_not_of_calls():
    site = open_site(calls_per_quarter=1, visits_per_quarter=1)

    ask(sites=[site], wants=["ride-along"])

    room = room_of(site, quarter=quarter_of(NOW.date()))
    assert (room.calls_left, room.visits_left) == (1, 0)


def test_whoever_wants_a_visit_or_a_call_gets_a_call_when_visits_are_gone():
    site = open_site(calls_per_quarter=1, visits_per_quarter=0)

    request = ask(sites=[site], wants=["site-visit", "call"])

    assert offer_of(request).takes == Offer.Takes.CALL


@pytest.mark.parametrize("hindrance", ["closed", "away", "nobody", "own", "expired", "unwanted"])
def test_a_site_is_not_asked_when_something_is_in_the_way(hindrance):
    person = make_member()
    site = open_site(
        takes_requests=hindrance != "closed",
        agreement_expires=(NOW - DAY).date() if hindrance == "expired" else None,
    )
    if hindrance == "away":
        Blackout.objects.create(site=site, first_day=NOW.date(), last_day=NOW.date())
    if hindrance == "nobody":
        site.managers.all().delete()
    if hindrance == "own":
        person = keeper(site)

    request = ask(person, sites=[site], not_these=[site] if hindrance == "unwanted" else [])

    assert request.status == Status.SUBMITTED
    with pytest.raises(UnableToOffer):
        offer_request(request, site=site, at=NOW)


@pytest.mark.parametrize(("days", "is_asked"), [(0, False), (3, False), (4, True)])
def test_a_site_that_leaves_within_three_days_is_not_asked(days, is_asked):
    site = open_site()
    leaves = (NOW + days * DAY).date()
    Blackout.objects.create(site=site, first_day=leaves, last_day=leaves + timedelta(days=10))

    request = ask(sites=[site])

    assert (request.status == Status.OFFERED) is is_asked


def test_looking_for_a_site_weighs_nothing_when_nobody_can_be_asked(monkeypatch):
    open_site(calls_per_quarter=0, visits_per_quarter=0)
    request = ask()

    monkeypatch.setattr(choosing, "rank", None)

    assert choosing.next_candidate(request, at=NOW) is None


def test_reasons_are_given_for_what_is_returned_only(monkeypatch):
    for number in range(5):
        open_site(f"Site {number}")
    request = ask(sites=[open_site("Chosen")])
    explained = []
    explain = choosing.explain
    monkeypatch.setattr(
        choosing, "explain", lambda *given: explained.append(given) or explain(*given)
    )

    found = choosing.next_candidate(request, at=NOW)

    assert found.because is not None
    assert len(explained) == 1


def test_a_site_that_says_no_leads_to_the_next_one_at_once():
    first, second = open_site("First"), open_site("Second")
    request = ask(sites=[first, second])

    decline_offer(offer_of(request), reason=Reason.NO_ROOM, by=keeper_of(first), at=NOW + DAY)

    request.refresh_from_db()
    assert offer_of(request).site == second
    assert request.first_answer_at == NOW + DAY


def test_only_chosen_sites_are_asked_when_the_requester_wants_no_others():
    chosen, _ = open_site("Chosen"), open_site("Another")
    request = ask(sites=[chosen], asks_further=False)

    decline_offer(offer_of(request), reason=Reason.NO_ROOM, by=keeper_of(chosen), at=NOW)

    request.refresh_from_db()
    assert request.status == Status.SUBMITTED


def test_an_offer_is_accepted_once_and_not_after_it_was_declined():
    site = open_site()
    request = ask(sites=[site], asks_further=False)
    offer = offer_of(request)

    accept_offer(offer, by=keeper_of(site), at=NOW)

    with pytest.raises(UnableToMove):
        accept_offer(offer, by=keeper_of(site), at=NOW)
    with pytest.raises(UnableToMove):
        decline_offer(offer, reason=Reason.OTHER, by=keeper_of(site), at=NOW)
    request.refresh_from_db()
    assert (request.status, request.accepted_at) == (Status.ACCEPTED, NOW)


def test_a_request_that_was_taken_back_cannot_be_accepted():
    site = open_site()
    request = ask(sites=[site])
    offer = offer_of(request)

    withdraw_request(request, by=request.requester, at=NOW)

    with pytest.raises(UnableToMove):
        accept_offer(offer, by=keeper_of(site), at=NOW)
    assert room_of(site, quarter=quarter_of(NOW.date())).calls_left == 2


def test_what_a_site_hands_back_goes_to_the_next_one():
    first, second = open_site("First"), open_site("Second")
    request = ask(sites=[first, second])
    accept_offer(offer_of(request), by=keeper_of(first), at=NOW)

    hand_back(offer_of(request), reason=Reason.OTHER, words="Ill", by=keeper_of(first), at=NOW)

    request.refresh_from_db()
    assert (request.status, offer_of(request).site) == (Status.OFFERED, second)


def test_the_staff_can_step_in_and_offer_it_to_another_site():
    first, second = open_site("First"), open_site("Second")
    request, staff = ask(sites=[first]), mentoring_staff()

    end_offer(offer_of(request), by=staff, at=NOW, words="They moved.")
    offer_request(request, site=second, by=staff, at=NOW)

    assert offer_of(request).site == second


def test_a_request_without_a_site_is_declined_with_a_reason_and_may_wait():
    request = ask()
    declined = decline_request(request, reason=Reason.NO_ROOM, at=NOW + 14 * DAY)

    waiting = wait_for_room(declined, by=request.requester, at=NOW + 15 * DAY)

    assert (waiting.status, waiting.ended_at) == (Status.SUBMITTED, None)
    assert waiting.next_try_on.isoformat() == "2026-07-01"


def test_a_closed_request_moves_no_more():
    request = ask()
    closed = close_request(request, by=mentoring_staff(), at=NOW, words="Twice the same.")

    with pytest.raises(UnableToMove):
        withdraw_request(closed, by=request.requester, at=NOW)


def test_five_requests_under_way_are_enough():
    person = make_member()
    for _ in range(5):
        ask(person)

    with pytest.raises(UnableToSubmit):
        ask(person)


def test_the_same_form_sent_twice_is_one_request():
    person = make_member()

    first, second = ask(person, form_key="a"), ask(person, form_key="a")

    assert first == second


def test_the_database_refuses_two_sites_at_a_time_and_an_end_without_a_moment():
    first, second = open_site("First"), open_site("Second")
    request = ask(sites=[first])

    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(
            request=request,
            site=second,
            takes="call",
            quarter=1,
            offered_at=NOW,
            reply_by=NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorRequest.objects.filter(pk=request.pk).update(status=Status.CLOSED)


def test_site_and_requester_are_told_by_a_private_line(django_capture_on_commit_callbacks):
    site = open_site()

    request = ask(sites=[site])

    lines = Notification.objects.filter(person=keeper_of(site))
    assert [(one.kind, one.is_private, one.subject_id) for one in lines] == [
        ("request", True, request.pk)
    ]
    assert Notification.objects.filter(person=request.requester, is_private=True).count() == 1


def test_a_request_is_seen_by_both_sides_and_the_staff_and_by_nobody_else():
    site, other = open_site(), open_site("Other")
    request = ask(sites=[site])

    sides = {
        "requester": side_of(request, request.requester, at=NOW),
        "site": side_of(request, keeper_of(site), at=NOW),
        "staff": side_of(request, mentoring_staff(), at=NOW),
    }

    assert sides == {"requester": "requester", "site": "site", "staff": "staff"}
    for stranger in (keeper_of(other), UserFactory()):
        assert side_of(request, stranger, at=NOW) is None
        assert not MentorRequest.objects.visible_to(stranger).exists()


def test_a_site_that_said_no_does_not_see_the_request_any_more():
    site = open_site()
    request = ask(sites=[site], asks_further=False)

    decline_offer(offer_of(request), reason=Reason.NO_ROOM, by=keeper_of(site), at=NOW)

    assert not MentorRequest.objects.visible_to(keeper_of(site)).exists()


def test_a_manager_whose_address_is_overdue_may_not_answer():
    site = open_site()
    request = ask(sites=[site])
    site.managers.update(asked_at=NOW - timedelta(days=31))

    assert side_of(request, keeper_of(site), at=NOW) is None
