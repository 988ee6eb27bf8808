from datetime import UTC, datetime

from django.db import transaction

from ..mails import send_mail_to
from ..models import Sanction, SecurityEvent, User
from ..permissions import can_lift, can_sanction, can_suspend_until
from .events import log_event
from .sessions import end_sessions

# What an open-ended sanction leaves on the person: a day that every calendar can still show.
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
COPIES = {Sanction.Kind.SILENCE: "silenced_until", Sanction.Kind.SUSPENSION: "suspended_until"}


class UnableToSanction(Exception):
    """Says in one sentence why not."""


@transaction.atomic
def silence(
    person: User, *, reason: str, until: datetime | None, by: User, at: datetime
) -> Sanction:
    """`person` may read but not write until `until`; None leaves the end open.

    They are told by mail with the reason. Raises UnableToSanction when `by` may not.
    """
    sanction = _impose(Sanction.Kind.SILENCE, person, reason, until, by, at)
    _log(SecurityEvent.Kind.SILENCED, sanction, by=by, at=at)
    return sanction


@transaction.atomic
def suspend(
    person: User, *, reason: str, until: datetime | None, by: User, at: datetime
) -> Sanction:
    """`person` may not sign in until `until`, and is signed out everywhere at once."""
    if not can_suspend_until(by, until, at=at):
        raise UnableToSanction("Only an administrator can suspend for more than 7 days.")
    sanction = _impose(Sanction.Kind.SUSPENSION, person, reason, until, by, at)
    _log(SecurityEvent.Kind.SUSPENDED, sanction, by=by, at=at)
    end_sessions(person)
    return sanction


@transaction.atomic
def lift_sanction(sanction: Sanction, *, by: User, at: datetime) -> Sanction:
    """Ends a running sanction early; others of the same person keep running."""
    if not can_lift(by, sanction.person):
        raise UnableToSanction("You may not lift this.")
    running = Sanction.objects.running(at).filter(pk=sanction.pk)
    if not running.update(lifted_at=at, lifted_by=by):
        raise UnableToSanction("This has ended already.")
    sanction.refresh_from_db()
    _copy_to_person(sanction.person, at=at)
    _log(SecurityEvent.Kind.SANCTION_LIFTED, sanction, by=by, at=at)
    send_mail_to(
        [sanction.person.email], template="accounts/email/sanction_lifted", sanction=sanction
    )
    return sanction


def _impose(
    kind: Sanction.Kind,
    person: User,
    reason: str,
    until: datetime | None,
    by: User,
    at: datetime,
) -> Sanction:
    if not can_sanction(by, person):
        raise UnableToSanction("You may not do this to this person.")
    if not reason.strip():
        raise UnableToSanction("Say why: the person reads it.")
    if until is not None and until <= at:
        raise UnableToSanction("The end must be in the future.")
    sanction = Sanction.objects.create(
        kind=kind,
        person=person,
        reason=reason.strip(),
        starts_at=at,
        ends_at=until,
        imposed_by=by,
    )
    _copy_to_person(person, at=at)
    send_mail_to([person.email], template="accounts/email/sanction", sanction=sanction)
    return sanction


def _copy_to_person(person: User, *, at: datetime) -> None:
    """The latest end of all that runs, or nothing; see User.is_suspended() and is_silenced()."""
    ends: dict[str, list[datetime]] = {field: [] for field in COPIES.values()}
    for sanction in Sanction.objects.running(at).filter(person=person):
        ends[COPIES[Sanction.Kind(sanction.kind)]].append(sanction.ends_at or FOREVER)
    for field, moments in ends.items():
        setattr(person, field, max(moments, default=None))
    person.save(update_fields=list(ends))


def _log(kind: SecurityEvent.Kind, sanction: Sanction, *, by: User, at: datetime) -> None:
    # The reason is a text about a person: it stays with the sanction and goes with the account.
    days = (sanction.ends_at - sanction.starts_at).days if sanction.ends_at else None
    log_event(kind, person=sanction.person, by=by, at=at, sanction=sanction.pk, days=days)
