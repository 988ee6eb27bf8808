"""What time does to requests. Safe to run twice, late, or on two machines at once.

Every step takes its row by a condition that holds only before it was taken, and a row that fails
does not keep the others waiting.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from .actions.answering import decline_request, let_offer_lapse
from .actions.following_up import ask_follow_up
from .actions.moving import Kind, UnableToMove, locked, note
from .actions.offering import offer_next
from .actions.submitting import close_request
from .choosing import waits_for_room
from .models import FollowUp, MentorRequest, Offer, RequestEvent, Status
from .telling import tell_requester, tell_site, tell_staff

logger = logging.getLogger(__name__)
# Rows in one round; the next round takes the others.
STEP = 200
# Accepted and nothing set, or the day is over and nobody said how it went: both are asked once.
ASKED_AFTER = timedelta(days=14)
DAY_OVER = timedelta(days=1)
# After the last look back, how long the page waits for words before it closes.
CLOSED_AFTER = timedelta(days=30)


def tend_requests(at: datetime) -> int:
    """Does everything that is due at `at`; returns how many rows that were."""
    steps = (
        (remind_site, Offer.objects.to_remind(at).filter(reply_by__gt=at)),
        (lapse_and_ask_next, Offer.objects.overdue(at)),
        (look_again, _looking(at)),
        (ask_follow_up, FollowUp.objects.to_ask(at)),
        (ask_how_it_goes, _quiet(at)),
        (close_finished, _finished(at)),
    )
    return sum(_tended(step, rows, at) for step, rows in steps)


def _tended(step: Callable[..., Any], rows: Any, at: datetime) -> int:
    return sum(bool(_tried(step, row, at)) for row in rows.order_by("pk")[:STEP])


def _tried(step: Callable[..., Any], row: Any, at: datetime) -> Any:
    try:
        return step(row, at=at)
    except UnableToMove:
        # Somebody was faster: what was due is not any more.
        return False
    except Exception:
        logger.exception("%s failed for %s", step.__name__, row.pk)
        return False


@transaction.atomic
def remind_site(offer: Offer, *, at: datetime) -> bool:
    """On the third day, once."""
    untouched = Offer.objects.open().filter(pk=offer.pk, reminded_at=None)
    if not untouched.update(reminded_at=at):
        return False
    note(offer.request, Kind.REMINDED, offer=offer, by=None, at=at)
    tell_site(offer, by=None, at=at)
    return True


def lapse_and_ask_next(offer: Offer, *, at: datetime) -> bool:
    """On the seventh day: the next site is asked, or the request looks for one."""
    lapsed = let_offer_lapse(offer, at=at)
    offer_next(lapsed.request, at=at)
    return True


def look_again(request: MentorRequest, *, at: datetime) -> bool:
    """Tries once a day to find a site; on the fourteenth day it answers without one."""
    if offer_next(request, at=at) is not None:
        return True
    if request.waits_from + MentorRequest.ANSWERED_WITHIN <= at:
        decline_request(request, reason=_why_none(request, at), by=None, at=at)
        return True
    tomorrow = localdate(at) + timedelta(days=1)
    MentorRequest.objects.filter(pk=request.pk, status=Status.SUBMITTED).update(
        next_try_on=tomorrow
    )
    return False


def _why_none(request: MentorRequest, at: datetime) -> str:
    """“No room” as long as that is true of a site; else what the last one that was asked said."""
    reasons = MentorRequest.Reason
    said = request.offers.filter(state__in=[Offer.State.SILENT, Offer.State.DECLINED])
    last = said.order_by("-decided_at", "-pk").first()
    if last is None or waits_for_room(request, at=at, any_site=request.asks_further):
        return reasons.NO_ROOM
    return reasons.SILENT if last.state == Offer.State.SILENT else last.reason


def _looking(at: datetime) -> Any:
    """Requests without a site, whose next look is due; also what a dead process left “offered”."""
    due = Q(next_try_on=None) | Q(next_try_on__lte=localdate(at))
    without = Q(status=Status.OFFERED) & ~Q(offers__state=Offer.State.OPEN)
    return MentorRequest.objects.filter(Q(status=Status.SUBMITTED) & due | without)


@transaction.atomic
def ask_how_it_goes(request: MentorRequest, *, at: datetime) -> bool:
    """Both sides are asked once whether there is a date, or how it went."""
    # Locked before it is looked at: another machine may be asking in this very moment.
    now = locked(request)
    if now.status not in (Status.ACCEPTED, Status.SCHEDULED):
        return False
    if now.events.filter(kind=Kind.REMINDED, offer=None, at__gte=_since(now)).exists():
        return False
    note(now, Kind.REMINDED, by=None, at=at)
    offer = now.offers.standing().select_related("site", "request").first()
    if offer is not None:
        tell_site(offer, by=None, at=at)
    tell_requester(now, by=None, at=at)
    tell_staff(now, by=None, at=at)
    return True


def _since(request: MentorRequest) -> datetime:
    plan = getattr(request, "plan", None)
    return plan.ends_at if plan is not None else request.accepted_at or request.submitted_at


def _quiet(at: datetime) -> Any:
    asked = RequestEvent.objects.filter(kind=Kind.REMINDED, offer=None)
    over = Q(status=Status.SCHEDULED, plan__ends_at__lte=at - DAY_OVER)
    idle = Q(status=Status.ACCEPTED, accepted_at__lte=at - ASKED_AFTER)
    since_end = asked.filter(at__gte=F("request__plan__ends_at"))
    since_yes = asked.filter(at__gte=F("request__accepted_at"))
    return (
        MentorRequest.objects.filter(
            (over & ~Q(pk__in=since_end.values("request")))
            | (idle & ~Q(pk__in=since_yes.values("request")))
        )
        .select_related("plan")
        .distinct()
    )


def close_finished(request: MentorRequest, *, at: datetime) -> bool:
    close_request(request, by=None, at=at)
    return True


def _finished(at: datetime) -> Any:
    """Done, and the last look back was asked a month ago."""
    last = FollowUp.objects.filter(days=max(FollowUp.DAYS), asked_at__lte=at - CLOSED_AFTER)
    return MentorRequest.objects.filter(status=Status.DONE, pk__in=last.values("request"))
