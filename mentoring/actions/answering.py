"""A site says yes or no, or hands back what it took."""

from datetime import datetime

from django.db import transaction

from hub.accounts.models import User

from ..models import MentorRequest, Offer, Status, VisitPlan
from ..telling import tell_requester, tell_site, tell_staff
from .moving import Kind, UnableToMove, locked, move, note
from .offering import decide_offer, offer_next

Reason = MentorRequest.Reason


@transaction.atomic
def accept_offer(offer: Offer, *, by: User, at: datetime, words: str = "") -> Offer:
    """The site takes the request. Raises UnableToMove when the offer is not open any more."""
    request = locked(offer.request)
    accepted = decide_offer(offer, Offer.State.ACCEPTED, by=by, at=at, words=words, only_open=True)
    request.accepted_at = at
    request.first_answer_at = request.first_answer_at or at
    move(request, Status.ACCEPTED, at=at)
    note(request, Kind.ACCEPTED, offer=accepted, by=by, at=at, words=words)
    tell_requester(request, by=by, at=at)
    return accepted


def decline_offer(offer: Offer, *, reason: str, words: str = "", by: User, at: datetime) -> Offer:
    """The site says no, with a reason that whoever asked reads; the next site is asked at once."""
    declined = _decline(offer, reason=reason, words=words, by=by, at=at)
    offer_next(declined.request, at=at)
    return declined


@transaction.atomic
def _decline(offer: Offer, *, reason: str, words: str, by: User, at: datetime) -> Offer:
    request = locked(offer.request)
    declined = decide_offer(
        offer,
        Offer.State.DECLINED,
        by=by,
        at=at,
        reason=_known(reason),
        words=words,
        only_open=True,
    )
    request.first_answer_at = request.first_answer_at or at
    request.save(update_fields=["first_answer_at"])
    note(request, Kind.SITE_DECLINED, offer=declined, by=by, at=at, words=_told(reason, words))
    tell_requester(request, by=by, at=at)
    return declined


def hand_back(offer: Offer, *, reason: str, words: str = "", by: User, at: datetime) -> Offer:
    """A site that had accepted cannot after all; the next one is asked at once."""
    with transaction.atomic():
        request = locked(offer.request)
        back = decide_offer(
            offer, Offer.State.HANDED_BACK, by=by, at=at, reason=_known(reason), words=words
        )
        request.accepted_at, request.waits_from = None, at
        VisitPlan.objects.filter(request=request).delete()
        move(request, Status.SUBMITTED, at=at)
        note(request, Kind.HANDED_BACK, offer=back, by=by, at=at, words=_told(reason, words))
        tell_requester(request, by=by, at=at)
        tell_staff(request, by=by, at=at)
    offer_next(request, at=at)
    return back


@transaction.atomic
def let_offer_lapse(offer: Offer, *, at: datetime) -> Offer:
    """Seven days without an answer: the site's place is free, the next one is asked by the caller.

    Raises UnableToMove when it was answered in the meantime.
    """
    request = locked(offer.request)
    lapsed = decide_offer(offer, Offer.State.SILENT, by=None, at=at, only_open=True)
    note(request, Kind.SILENT, offer=lapsed, by=None, at=at)
    tell_site(lapsed, by=None, at=at)
    return lapsed


@transaction.atomic
def decline_request(
    request: MentorRequest,
    *,
    reason: str,
    words: str = "",
    by: User | None = None,
    at: datetime,
) -> MentorRequest:
    """Answers without a site: the staff with a reason, or the clock when nobody had room.

    Whoever asked reads what else there is, and may wait for room. Raises UnableToMove when a site
    has it.
    """
    now = locked(request)
    if now.offers.standing().exists():
        raise UnableToMove("A site has this request now. Take the offer back first.")
    now.end_reason, now.end_words, now.needs_staff = _known(reason), words[:500], False
    now.first_answer_at = now.first_answer_at or at
    now.next_try_on = None
    move(now, Status.DECLINED, at=at)
    note(now, Kind.DECLINED, by=by, at=at, words=_told(reason, words))
    tell_requester(now, by=by, at=at)
    return now


def _known(reason: str) -> str:
    if reason not in Reason.values:
        raise UnableToMove("Choose a reason.")
    return reason


def _told(reason: str, words: str) -> str:
    label = str(Reason(reason).label)
    return f"{label}. {words}" if words else label
