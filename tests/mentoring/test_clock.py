from datetime import timedelta

import pytest

from mentoring.actions.answering import accept_offer, decline_offer
from mentoring.actions.finishing import complete_request
from mentoring.actions.offering import end_offer
from mentoring.actions.submitting import close_request, wait_for_room
from mentoring.clock import ask_how_it_goes, tend_requests
from mentoring.models import Completion, FollowUp, MentorRequest, Offer, RequestEvent, Status
from tests.factories import NOW, mentoring_staff

from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db
Kind = RequestEvent.Kind


def kinds(request):
    return list(request.events.values_list("kind", flat=True))


def test_a_silent_site_is_reminded_on_the_third_day_and_once():
    request = ask(sites=[open_site()])

    tend_requests(NOW + 3 * DAY - timedelta(minutes=1))
    before = kinds(request)
    tend_requests(NOW + 3 * DAY)
    tend_requests(NOW + 4 * DAY)

    assert Kind.REMINDED not in before
    assert kinds(request).count(Kind.REMINDED) == 1


def test_on_the_seventh_day_the_next_site_is_asked():
    first, second = open_site("First"), open_site("Second")
    request = ask(sites=[first, second])

    tend_requests(NOW + 7 * DAY)
    tend_requests(NOW + 7 * DAY)

    assert offer_of(request).site == second
    assert request.offers.get(site=first).state == Offer.State.SILENT


def test_a_job_that_comes_late_still_asks_the_next_site_without_a_reminder():
    first, second = open_site("First"), open_site("Second")
    request = ask(sites=[first, second])

    tend_requests(NOW + 30 * DAY)

    assert offer_of(request).site == second
    assert Kind.REMINDED not in kinds(request)


def test_by_day_fourteen_everybody_knows_where_they_stand():
    request = ask(sites=[open_site()])

    for day in range(1, 15):
        tend_requests(NOW + day * DAY)

    request.refresh_from_db()
    assert (request.status, request.end_reason) == (Status.DECLINED, MentorRequest.Reason.SILENT)


def test_a_request_waits_for_the_next_quarter_and_is_offered_then():
    request = ask()
    tend_requests(NOW + 14 * DAY)
    request.refresh_from_db()
    wait_for_room(request, by=request.requester, at=NOW + 14 * DAY)
    site = open_site()

    tend_requests(NOW + 15 * DAY)
    before = request.offers.count()
    tend_requests(NOW + 17 * DAY)

    assert before == 0
    assert offer_of(request).site == site


def test_room_that_opens_within_the_fourteen_days_is_used():
    request = ask()
    tend_requests(NOW)
    site = open_site()

    tend_requests(NOW + DAY)

    assert offer_of(request).site == site


def test_accepted_and_nothing_set_is_asked_about_once():
    site = open_site()
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)

    for day in (13, 14, 15, 16):
        tend_requests(NOW + day * DAY)

    assert kinds(request).count(Kind.REMINDED) == 1


def test_three_looks_back_are_asked_and_then_the_request_closes():
    site = open_site()
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)
    complete_request(
        MentorRequest.objects.get(pk=request.pk),
        happened_on=NOW.date(),
        side="site",
        by=keeper_of(site),
        at=NOW,
        shown_as=Completion.ShownAs.NOTHING,
    )

    asked = {}
    for day in (29, 30, 90, 180, 209, 210):
        tend_requests(NOW + day * DAY)
        asked[day] = FollowUp.objects.exclude(asked_at=None).count()

    request.refresh_from_db()
    assert asked == {29: 0, 30: 1, 90: 2, 180: 3, 209: 3, 210: 3}
    assert request.status == Status.CLOSED


def test_one_that_fails_does_not_keep_the_others_waiting(monkeypatch):
    first, second = ask(sites=[open_site("A")]), ask(sites=[open_site("B")])
    broken = offer_of(first)

    from mentoring import clock

    told = clock.tell_site

    def fail_for_one(offer, **kwargs):
        if offer.pk == broken.pk:
            raise RuntimeError
        return told(offer, **kwargs)

    monkeypatch.setattr(clock, "tell_site", fail_for_one)
    tend_requests(NOW + 3 * DAY)

    assert Kind.REMINDED not in kinds(first)
    assert Kind.REMINDED in kinds(second)


def finished(site, at=NOW):
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)
    complete_request(
        MentorRequest.objects.get(pk=request.pk),
        happened_on=NOW.date(),
        side="site",
        by=keeper_of(site),
        at=at,
    )
    return MentorRequest.objects.get(pk=request.pk)


def test_what_was_closed_is_not_asked_about_any_more():
    request = finished(open_site())
    close_request(request, by=request.requester, at=NOW)

    tend_requests(NOW + 200 * DAY)

    assert not FollowUp.objects.exclude(asked_at=None).exists()


def test_looks_back_count_from_the_day_it_happened_and_are_never_due_before_they_are_planned():
    request = finished(open_site(), at=NOW + 40 * DAY)

    due = [one.due_at for one in request.follow_ups.order_by("days")]
    assert due == [NOW + 40 * DAY, NOW + 90 * DAY, NOW + 180 * DAY]


def test_a_late_end_of_an_accepted_offer_is_not_answered_no_at_once():
    site = open_site()
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)
    end_offer(offer_of(request), by=mentoring_staff(), at=NOW + 60 * DAY)

    tend_requests(NOW + 60 * DAY)

    request.refresh_from_db()
    assert (request.status, request.waits_from) == (Status.SUBMITTED, NOW + 60 * DAY)


def test_the_reason_without_a_site_is_what_the_last_one_said():
    site = open_site()
    request = ask(sites=[site], asks_further=False)
    decline_offer(offer_of(request), reason="not-ours", by=keeper_of(site), at=NOW)

    tend_requests(NOW + 14 * DAY)

    request.refresh_from_db()
    assert (request.status, request.end_reason) == (Status.DECLINED, "not-ours")


def test_the_reason_is_no_room_while_only_room_is_missing():
    site = open_site()
    request = ask(sites=[site])
    decline_offer(offer_of(request), reason="not-ours", by=keeper_of(site), at=NOW)
    open_site("Full", calls_per_quarter=0, visits_per_quarter=0)

    tend_requests(NOW + 14 * DAY)

    request.refresh_from_db()
    assert request.end_reason == MentorRequest.Reason.NO_ROOM


def test_who_waits_for_room_lets_any_fitting_site_be_asked():
    site = open_site()
    request = ask(sites=[site], asks_further=False)
    decline_offer(offer_of(request), reason="no-room", by=keeper_of(site), at=NOW)
    tend_requests(NOW + 14 * DAY)
    request.refresh_from_db()
    other = open_site("Other")

    waiting = wait_for_room(request, by=request.requester, at=NOW + 14 * DAY)
    tend_requests(NOW + 20 * DAY)

    assert waiting.asks_further
    assert offer_of(request).site == other


def test_two_machines_ask_once_how_it_goes_and_not_about_what_is_done():
    site = open_site()
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)
    seen_by_both = MentorRequest.objects.get(pk=request.pk)
    complete_request(
        MentorRequest.objects.get(pk=request.pk),
        happened_on=NOW.date(),
        side="site",
        by=keeper_of(site),
        at=NOW,
    )

    asked = ask_how_it_goes(seen_by_both, at=NOW + 15 * DAY)

    assert asked is False
    assert Kind.REMINDED not in kinds(request)
