"""Putting a request before a site."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from hub.accounts.models import User
from mentorsites.models import MentorSitePage

from ..choosing import hindrance_of, next_candidate
from ..models import MentorRequest, Offer, Status, VisitPlan, quarter_of
from ..room import room_of, takes_of
from ..telling import tell_requester, tell_site, tell_staff
from .moving import Kind, UnableToMove, locked, move, note


class UnableToOffer(Exception):
    """Says in one sentence why this site cannot be asked now."""


@transaction.atomic
def offer_request(
    request: MentorRequest,
    *,
    site: MentorSitePage,
    by: User | None = None,
    at: datetime,
    because: Sequence[str] = (),
    score: int | None = None,
) -> Offer:
    """Offers the request to the site until REPLY_WITHIN from now; None as `by` is the hub itself.

    It takes room of the site's quarter at once, so that a site never has more before it than it
    said. Raises UnableToOffer when the site has none, is away, or was asked before, and when the
    request is with another site; UnableToMove when it is not looking for one.
    """
    now = locked(request)
    if now.offers.standing().exists():
        raise UnableToOffer("It is with another site now. Take that offer back first.")
    # Locked after the request, always in this order: two requests may want the last place at once.
    kept = lock_site(site.pk)
    hindrance = hindrance_of(now, kept, at=at)
    if hindrance:
        raise UnableToOffer(hindrance)
    quarter = quarter_of(localdate(at))
    room = room_of(kept, quarter=quarter)
    try:
        with transaction.atomic():
            offer = Offer.objects.create(
                request=now,
                site=kept,
                takes=next(one for one in takes_of(now) if room.has(one)),
                quarter=quarter,
                because=list(because),
                score=score,
                offered_at=at,
                offered_by=by,
                reply_by=at + MentorRequest.REPLY_WITHIN,
            )
    except IntegrityError as error:
        raise UnableToOffer("Somebody offered it in this very moment. Look again.") from error
    now.needs_staff, now.next_try_on = False, None
    move(now, Status.OFFERED, at=at)
    note(now, Kind.OFFERED, offer=offer, by=by, at=at)
    tell_site(offer, by=by, at=at)
    tell_requester(now, by=by, at=at)
    return offer


def lock_site(pk: int) -> MentorSitePage:
    """The site; until the transaction ends nobody else takes of its room."""
    return MentorSitePage.objects.select_for_update(of=("self",)).get(pk=pk)


def keep_room(offer: Offer, *, takes: str) -> str:
    """Lets a standing offer take `takes` of the site's quarter from now on.

    Returns what is left, in words, when there is no room for that; nothing when all is well. A
    visit that becomes a call keeps its place among the visits when the calls are full. The request
    must be locked.
    """
    if offer.takes == takes:
        return ""
    room = room_of(lock_site(offer.site_id), quarter=offer.quarter)
    if room.has(takes):
        offer.takes = takes
        offer.save(update_fields=["takes"])
        return ""
    return room.words if takes == Offer.Takes.VISIT else ""


def offer_next(request: MentorRequest, *, at: datetime, by: User | None = None) -> Offer | None:
    """Asks the site that comes next; None when there is none with room, and the staff is told.

    The chosen sites come first in their order, then the most alike of those that are open.
    """
    tried: set[int] = set()
    while (candidate := next_candidate(request, at=at)) and candidate.site.pk not in tried:
        tried.add(candidate.site.pk)
        try:
            return offer_request(
                request,
                site=candidate.site,
                by=by,
                at=at,
                because=candidate.because,
                score=candidate.score,
            )
        except UnableToOffer:
            # Its last place went to somebody else between choosing and asking.
            continue
    return _wait_for_staff(request, at=at)


@transaction.atomic
def _wait_for_staff(request: MentorRequest, *, at: datetime) -> None:
    now = locked(request)
    if now.status not in (Status.SUBMITTED, Status.OFFERED) or now.offers.standing().exists():
        return
    was_known = now.needs_staff
    now.needs_staff = True
    if now.status == Status.OFFERED:
        move(now, Status.SUBMITTED, at=at)
    else:
        now.save(update_fields=["needs_staff"])
    if not was_known:
        tell_staff(now, by=None, at=at)
        tell_requester(now, by=None, at=at)


@transaction.atomic
def end_offer(offer: Offer, *, by: User, at: datetime, words: str = "") -> Offer:
    """The staff takes an open or accepted offer back; the request looks for a site again."""
    request = locked(offer.request)
    ended = decide_offer(offer, Offer.State.ENDED, by=by, at=at, words=words)
    _look_again(request, at=at)
    note(request, Kind.OFFER_ENDED, offer=ended, by=by, at=at, words=words)
    tell_site(ended, by=by, at=at)
    tell_requester(request, by=by, at=at)
    return ended


def _look_again(request: MentorRequest, *, at: datetime) -> None:
    VisitPlan.objects.filter(request=request).delete()
    if request.accepted_at is not None:
        # The days with that site do not count as waiting for an answer.
        request.waits_from = at
    request.accepted_at, request.needs_staff = None, True
    if request.status != Status.SUBMITTED:
        move(request, Status.SUBMITTED, at=at)


def decide_offer(
    offer: Offer,
    state: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    words: str = "",
    only_open: bool = False,
) -> Offer:
    """Writes what became of an offer. Raises UnableToMove when that was decided before.

    The request must be locked.
    """
    standing = Offer.objects.filter(pk=offer.pk)
    standing = standing.open() if only_open else standing.standing()
    decided = standing.update(
        state=state, decided_at=at, decided_by=by, reason=reason, words=words[:500]
    )
    if not decided:
        raise UnableToMove("This offer was decided already. Look at the request again.")
    return Offer.objects.select_related("site", "request__requester").get(pk=offer.pk)
