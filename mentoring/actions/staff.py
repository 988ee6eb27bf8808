"""What the network's staff does beside the sites."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User

from ..models import MentorRequest, Offer, OffHubHelp, Status
from ..permissions import is_staff
from ..telling import tell_requester, tell_site
from .answering import accept_offer, decline_offer
from .moving import Kind, UnableToMove, locked, move, note

# Stands before the words of an answer that somebody else typed for the site.
BY_PHONE = "Told by phone, written down by the network’s team."


class UnableToAssign(Exception):
    """Says in one sentence why not to this person."""


@transaction.atomic
def assign(request: MentorRequest, *, to: User | None, by: User, at: datetime) -> MentorRequest:
    """Somebody of the staff takes it up; None gives it back to everybody."""
    if to is not None and not is_staff(to):
        raise UnableToAssign("This person does not look after requests.")
    now = locked(request)
    if now.assigned_to != to:
        now.assigned_to = to
        now.save(update_fields=["assigned_to"])
        # No name: the history outlives an account, and assigned_to says who it is now.
        note(now, Kind.ASSIGNED, by=by, at=at, words="" if to else "nobody in particular")
    return now


@transaction.atomic
def record_yes(offer: Offer, *, words: str = "", by: User, at: datetime) -> Offer:
    """The site said yes by phone; both sides are told, and the history says who wrote it down.

    Raises UnableToMove when the offer is not open any more, or the request is one's own.
    """
    _check_not_own(offer, by)
    accepted = accept_offer(offer, by=by, at=at, words=_by_phone(words))
    tell_site(accepted, by=by, at=at)
    return accepted


@transaction.atomic
def record_no(offer: Offer, *, reason: str, words: str = "", by: User, at: datetime) -> Offer:
    """The site said no by phone; the next one is asked. Raises UnableToMove as record_yes()."""
    _check_not_own(offer, by)
    declined = decline_offer(offer, reason=reason, words=_by_phone(words), by=by, at=at)
    tell_site(declined, by=by, at=at)
    return declined


def _check_not_own(offer: Offer, by: User) -> None:
    if offer.request.requester_id == by.pk:
        raise UnableToMove("It is your own request: somebody else of the team writes this down.")


def _by_phone(words: str) -> str:
    return f"{BY_PHONE} {words}".strip()


@transaction.atomic
def reopen_request(request: MentorRequest, *, by: User, at: datetime) -> MentorRequest:
    """What was answered without a site looks for one again, with fourteen days from now.

    Raises UnableToMove when it was not answered that way.
    """
    now = locked(request)
    if now.status != Status.DECLINED:
        raise UnableToMove("Only a request that was answered without a site can be opened again.")
    now.end_reason, now.end_words = "", ""
    now.needs_staff, now.waits_from, now.next_try_on = True, at, None
    move(now, Status.SUBMITTED, at=at)
    note(now, Kind.WAITING, by=by, at=at, words="The network’s team looks for a site again.")
    tell_requester(now, by=by, at=at)
    return now


@transaction.atomic
def log_off_hub_help(
    by: User, *, at: datetime, known: OffHubHelp | None = None, **fields: Any
) -> OffHubHelp:
    """Writes down help that did not go through the hub, or changes what was written.

    `fields` names fields of OffHubHelp; `topics` and `community_types` are lists.
    """
    many = {name: fields.pop(name, ()) for name in ("topics", "community_types")}
    help_given = known or OffHubHelp(logged_by=by, logged_at=at)
    for name, value in fields.items():
        setattr(help_given, name, value)
    help_given.save()
    for name, values in many.items():
        getattr(help_given, name).set(values)
    return help_given
