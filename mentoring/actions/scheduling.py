"""Setting a date, and calling it off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User

from ..models import Attendee, MentorRequest, Offer, Status, VisitPlan
from ..telling import tell_requester, tell_site
from .moving import Kind, UnableToMove, locked, move, note
from .offering import keep_room


class UnableToSchedule(Exception):
    """Says in one sentence why this date cannot be set."""


class PlanChanged(UnableToSchedule):
    """Somebody else changed the plan between looking and saving; `sequence` is that of theirs."""

    def __init__(self, sequence: int) -> None:
        super().__init__(
            "The plan was changed while you wrote. Read it in the request, bring what you typed "
            "into line with it, and save again."
        )
        self.sequence = sequence


# What a form has seen when there was no plan yet.
NO_PLAN = -1
DATES = (Kind.SCHEDULED, Kind.MOVED, Kind.UNSCHEDULED)
VISITS = (VisitPlan.Kind.VISIT, VisitPlan.Kind.RIDE_ALONG)


@transaction.atomic
def schedule(
    request: MentorRequest,
    *,
    plan: Mapping[str, Any],
    attendees: Sequence[tuple[str, str, str]],
    by: User,
    at: datetime,
    seen: int | None = None,
) -> VisitPlan:
    """Sets or changes the date. `plan` names fields of VisitPlan; attendees are (side, name, role).

    Who accepted the confidentiality form stays accepted, as long as the name stays. `seen` is the
    sequence of the plan that the writer saw, or NO_PLAN. Raises PlanChanged when it is another by
    now, UnableToSchedule with more than VisitPlan.MOST_ATTENDEES or for a visit when the site has
    no room for one, UnableToMove before a site accepted.
    """
    now = locked(request)
    if len(attendees) > VisitPlan.MOST_ATTENDEES:
        raise UnableToSchedule(f"Up to {VisitPlan.MOST_ATTENDEES} people can come along.")
    if now.status not in (Status.ACCEPTED, Status.SCHEDULED):
        raise UnableToMove("A date can be set once a site has accepted.")
    known = VisitPlan.objects.filter(request=now).first()
    _check_seen(known, seen)
    offer = _offer_of(now)
    kept = known or VisitPlan(request=now)
    for name, value in plan.items():
        setattr(kept, name, value)
    kept.made_by, kept.changed_at = by, at
    # Also after a date was called off: calendars keep what has the higher number.
    kept.sequence = now.events.filter(kind__in=DATES).count()
    if offer is not None:
        _take_room(offer, kept)
    kept.save()
    _write_attendees(kept, attendees)
    if now.status == Status.ACCEPTED:
        move(now, Status.SCHEDULED, at=at)
    note(now, Kind.MOVED if known else Kind.SCHEDULED, offer=offer, by=by, at=at)
    _tell_both(now, offer, by=by, at=at)
    return kept


@transaction.atomic
def unschedule(request: MentorRequest, *, by: User, at: datetime, words: str = "") -> MentorRequest:
    """Calls the date off; the request stays accepted, and the plan goes."""
    now = locked(request)
    move(now, Status.ACCEPTED, at=at)
    VisitPlan.objects.filter(request=now).delete()
    offer = _offer_of(now)
    note(now, Kind.UNSCHEDULED, offer=offer, by=by, at=at, words=words)
    _tell_both(now, offer, by=by, at=at)
    return now


@transaction.atomic
def accept_form(attendee: Attendee, *, by: User, at: datetime) -> Attendee:
    """`by` says that this person of their own side read and accepted the confidentiality form."""
    if attendee.accepted_at is None:
        attendee.accepted_at, attendee.accepted_by = at, by
        attendee.save(update_fields=["accepted_at", "accepted_by"])
    return attendee


def _write_attendees(plan: VisitPlan, attendees: Sequence[tuple[str, str, str]]) -> None:
    wanted = {(side, name): role for side, name, role in attendees}
    for known in plan.attendees.all():
        role = wanted.pop((known.side, known.name), None)
        if role is None:
            known.delete()
        elif role != known.role:
            known.role = role
            known.save(update_fields=["role"])
    Attendee.objects.bulk_create(
        Attendee(plan=plan, side=side, name=name, role=role)
        for (side, name), role in wanted.items()
    )


def _check_seen(known: VisitPlan | None, seen: int | None) -> None:
    current = known.sequence if known else NO_PLAN
    if seen is not None and seen != current:
        raise PlanChanged(current)


def _take_room(offer: Offer, plan: VisitPlan) -> None:
    takes = Offer.Takes.VISIT if plan.kind in VISITS else Offer.Takes.CALL
    left = keep_room(offer, takes=takes)
    if left:
        raise UnableToSchedule(
            f"The site has no room for a visit in this quarter ({left}). Agree on a call, or let "
            "the site say on its own pages that it takes more."
        )


def _offer_of(request: MentorRequest) -> Offer | None:
    return request.offers.standing().select_related("request", "site").first()


def _tell_both(request: MentorRequest, offer: Offer | None, *, by: User, at: datetime) -> None:
    if offer is not None:
        tell_site(offer, by=by, at=at)
    tell_requester(request, by=by, at=at)
