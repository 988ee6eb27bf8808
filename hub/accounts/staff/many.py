"""Inviting many people at once: what would happen to each row, and then doing it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Lower

from ..actions import UnableToInvite, checked_address, checked_greeting, checked_note, invite
from ..models import Invitation, User
from .tables import Row

# Rows in one transaction: what was sent stays sent when a later part fails.
CHUNK = 50
# Mails for one press of the button: what a request can do in ten seconds on a small machine.
BATCH = 500
# Above this many mails somebody confirms once more.
MANY = 100
# Below the limit of what a form may send back.
LONGEST_PACK = 900_000
PACK_LASTS = 24 * 3_600


class Verdict(models.TextChoices):
    WILL_INVITE = "will_invite", "Will be invited"
    SENT = "sent", "Invited"
    WAITING = "waiting", "Not sent yet"
    MEMBER = "member", "Is a member already"
    INVITED = "invited", "Is invited already"
    NO_ADDRESS = "no_address", "Not an e-mail address"
    TWICE = "twice", "Twice in this list"
    BAD_NAME = "bad_name", "Not a name"
    BAD_NOTE = "bad_note", "Not a note that can be sent"


PROBLEMS = {Verdict.NO_ADDRESS, Verdict.TWICE, Verdict.BAD_NAME, Verdict.BAD_NOTE}


class UnableToPack(Exception):
    """The list is too long to carry from one page to the next."""


@dataclass(frozen=True)
class Outcome:
    row: Row
    verdict: Verdict
    why: str = ""

    @property
    def is_problem(self) -> bool:
        return self.verdict in PROBLEMS


def judge(rows: Sequence[Row], *, at: datetime) -> list[Outcome]:
    """What would happen to each row at this moment; nothing is sent."""
    return _with_what_is_known(list(_by_themselves(rows)), at=at)


def invite_all(rows: Sequence[Row], *, by: User, at: datetime) -> list[Outcome]:
    """Invites whom it can, once: doing it again with the same rows sends only what waits.

    Stops after BATCH mails; the rows after that come back as WAITING.
    """
    outcomes = list(_by_themselves(rows))
    done: list[Outcome] = []
    sent = 0
    for start in range(0, len(outcomes), CHUNK):
        chunk = outcomes[start : start + CHUNK]
        if sent >= BATCH:
            known = _with_what_is_known(chunk, at=at)
            done += [_waiting(outcome) for outcome in known]
            continue
        done += _invite_chunk(chunk, by=by, at=at)
        sent = sum(outcome.verdict == Verdict.SENT for outcome in done)
    return done


@transaction.atomic
def _invite_chunk(outcomes: list[Outcome], *, by: User, at: datetime) -> list[Outcome]:
    # A second press of the button waits here, and then finds everybody invited.
    User.objects.select_for_update().get(pk=by.pk)
    return [_sent(outcome, by=by, at=at) for outcome in _with_what_is_known(outcomes, at=at)]


def _sent(outcome: Outcome, *, by: User, at: datetime) -> Outcome:
    if outcome.verdict != Verdict.WILL_INVITE:
        return outcome
    row = outcome.row
    invite(row.email, by=by, at=at, note=row.note, name=row.name)
    return replace(outcome, verdict=Verdict.SENT)


def _waiting(outcome: Outcome) -> Outcome:
    waits = outcome.verdict == Verdict.WILL_INVITE
    return replace(outcome, verdict=Verdict.WAITING) if waits else outcome


def _by_themselves(rows: Iterable[Row]) -> Iterator[Outcome]:
    """What the rows say without asking the database."""
    first_lines: dict[str, int] = {}
    for row in rows:
        try:
            row = replace(row, email=checked_address(row.email))
        except UnableToInvite:
            yield Outcome(row, Verdict.NO_ADDRESS)
            continue
        first = first_lines.setdefault(row.email.lower(), row.line)
        if first != row.line:
            yield Outcome(row, Verdict.TWICE, f"The first time is line {first}.")
            continue
        yield _checked_words(row)


def _checked_words(row: Row) -> Outcome:
    try:
        checked_greeting(row.name)
    except UnableToInvite as error:
        return Outcome(row, Verdict.BAD_NAME, str(error))
    try:
        checked_note(row.note)
    except UnableToInvite as error:
        return Outcome(row, Verdict.BAD_NOTE, str(error))
    return Outcome(row, Verdict.WILL_INVITE)


def _with_what_is_known(outcomes: Sequence[Outcome], *, at: datetime) -> list[Outcome]:
    addresses = [
        outcome.row.email.lower() for outcome in outcomes if outcome.verdict == Verdict.WILL_INVITE
    ]
    members = _known(User.objects.all(), addresses)
    invited = _known(Invitation.objects.open(at), addresses)
    return [_known_as(outcome, members, invited) for outcome in outcomes]


def _known_as(outcome: Outcome, members: set[str], invited: set[str]) -> Outcome:
    if outcome.verdict != Verdict.WILL_INVITE:
        return outcome
    address = outcome.row.email.lower()
    if address in members:
        return replace(outcome, verdict=Verdict.MEMBER)
    return replace(outcome, verdict=Verdict.INVITED) if address in invited else outcome


def _known(found: models.QuerySet[Any], addresses: list[str]) -> set[str]:
    by_address = found.annotate(address=Lower("email"))
    known: set[str] = set()
    # SQLite takes only so many values in one statement.
    for start in range(0, len(addresses), 500):
        part = addresses[start : start + 500]
        known |= set(by_address.filter(address__in=part).values_list("address", flat=True))
    return known


def pack(rows: Sequence[Row], *, by: User) -> str:
    """The rows as a text that a form can carry and only `by` can send back."""
    plain = [[row.line, row.email, row.name, row.note] for row in rows]
    packed = signing.dumps(plain, salt=_salt(by), compress=True)
    if len(packed) > LONGEST_PACK:
        raise UnableToPack
    return packed


def unpack(packed: str, *, by: User) -> list[Row] | None:
    """The rows; None when the text is not ours, not theirs or a day old."""
    try:
        return [Row(*cells) for cells in signing.loads(packed, salt=_salt(by), max_age=PACK_LASTS)]
    except signing.BadSignature:
        return None


def _salt(by: User) -> str:
    return f"hub.accounts.staff.many:{by.pk}"
