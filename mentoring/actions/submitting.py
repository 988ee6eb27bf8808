"""Asking, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.taxonomy.models import Jurisdiction, Term, Topic
from mentorsites.models import MentorSitePage

from ..models import (
    MentorRequest,
    Offer,
    RequestDraft,
    Status,
    WantedSite,
    first_day_of,
    quarter_of,
)
from ..telling import tell_requester, tell_site, tell_staff
from .moving import Kind, UnableToMove, locked, move, note
from .offering import decide_offer, offer_next


class UnableToSubmit(Exception):
    """Says in one sentence why it cannot be sent."""


@dataclass(frozen=True)
class Answers:
    """What the form holds. `facts` is the snapshot of the program that matching reads."""

    question: str
    wanted_help: Sequence[Term]
    program_name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    place: Jurisdiction | None = None
    community_types: Sequence[Term] = ()
    discipline: Term | None = None
    stage: Term | None = None
    topics: Sequence[Topic] = ()
    tried: str = ""
    wanted_from: date | None = None
    wanted_until: date | None = None
    when_note: str = ""
    # In the order of choice; none means “choose for me”.
    sites: Sequence[MentorSitePage] = ()
    asks_further: bool = True
    not_these: Sequence[MentorSitePage] = ()


# Members have so many requests under way at once, that sites are not flooded by one program.
MOST_OPEN = 5


def submit_request(
    by: User, *, at: datetime, answers: Answers, form_key: str = "", is_sample: bool = False
) -> MentorRequest:
    """Sends the request and offers it at once to the site that comes first, if it has room.

    The same form sent twice is one request. Raises UnableToSubmit when more than three sites are
    chosen or five requests of theirs are under way.
    """
    sent = _find_sent(by, form_key)
    if sent is not None:
        return sent
    if len(answers.sites) > MentorRequest.MOST_SITES:
        raise UnableToSubmit(f"Choose up to {MentorRequest.MOST_SITES} sites.")
    if by.mentor_requests.open().exclude(status=Status.DONE).count() >= MOST_OPEN:
        raise UnableToSubmit(
            f"You have {MOST_OPEN} requests under way. Take one back, or wait until one is done."
        )
    try:
        request = _write(by, at=at, answers=answers, form_key=form_key, is_sample=is_sample)
    except IntegrityError:
        sent = _find_sent(by, form_key)
        if sent is None:
            raise
        return sent
    offer_next(request, at=at)
    request.refresh_from_db()
    return request


def _find_sent(by: User, form_key: str) -> MentorRequest | None:
    if not form_key:
        return None
    return MentorRequest.objects.filter(requester=by, form_key=form_key).first()


@transaction.atomic
def _write(
    by: User, *, at: datetime, answers: Answers, form_key: str, is_sample: bool
) -> MentorRequest:
    request = MentorRequest.objects.create(
        requester=by,
        program_name=answers.program_name,
        facts=answers.facts,
        place=answers.place,
        discipline=answers.discipline,
        stage=answers.stage,
        question=answers.question,
        tried=answers.tried,
        wanted_from=answers.wanted_from,
        wanted_until=answers.wanted_until,
        when_note=answers.when_note,
        asks_further=answers.asks_further,
        submitted_at=at,
        waits_from=at,
        form_key=form_key,
        is_sample=is_sample,
    )
    request.community_types.set(answers.community_types)
    request.topics.set(answers.topics)
    request.wanted_help.set(answers.wanted_help)
    request.not_these.set(answers.not_these)
    WantedSite.objects.bulk_create(
        WantedSite(request=request, site=site, rank=rank)
        for rank, site in enumerate(dict.fromkeys(answers.sites), start=1)
    )
    RequestDraft.objects.filter(person=by).delete()
    note(request, Kind.SUBMITTED, by=by, at=at)
    tell_staff(request, by=by, at=at)
    return request


@transaction.atomic
def withdraw_request(
    request: MentorRequest, *, by: User, at: datetime, words: str = ""
) -> MentorRequest:
    """Whoever asked takes it back; the site's place is free again."""
    now = locked(request)
    offer = _free_place(now, by=by, at=at)
    move(now, Status.WITHDRAWN, at=at)
    note(now, Kind.WITHDRAWN, by=by, at=at, words=words)
    if offer is not None:
        tell_site(offer, by=by, at=at)
    tell_staff(now, by=by, at=at)
    return now


@transaction.atomic
def wait_for_room(request: MentorRequest, *, by: User, at: datetime) -> MentorRequest:
    """After “no room”: it stays on the list, and the hub looks again when the quarter begins.

    Then any site that fits may be asked: the chosen ones were asked already. Raises UnableToMove
    when it was not answered that way.
    """
    now = locked(request)
    reasons = (MentorRequest.Reason.NO_ROOM, MentorRequest.Reason.SILENT)
    if now.status != Status.DECLINED or now.end_reason not in reasons:
        raise UnableToMove("Only a request that found no room can wait for one.")
    next_quarter = first_day_of(quarter_of(timezone.localdate(at)) + 1)
    now.next_try_on, now.needs_staff, now.asks_further = next_quarter, False, True
    now.waits_from = timezone.make_aware(datetime.combine(next_quarter, datetime.min.time()))
    now.end_reason, now.end_words = "", ""
    move(now, Status.SUBMITTED, at=at)
    note(now, Kind.WAITING, by=by, at=at, words=f"until {next_quarter:%B %-d, %Y}")
    tell_staff(now, by=by, at=at)
    return now


@transaction.atomic
def close_request(
    request: MentorRequest, *, by: User | None, at: datetime, words: str = ""
) -> MentorRequest:
    """Ends a request at any point: the staff with a reason in words, the clock when all is told."""
    now = locked(request)
    offer = None if now.status == Status.DONE else _free_place(now, by=by, at=at)
    move(now, Status.CLOSED, at=at)
    note(now, Kind.CLOSED, by=by, at=at, words=words)
    if by is not None:
        tell_requester(now, by=by, at=at)
        if offer is not None:
            tell_site(offer, by=by, at=at)
    return now


def _free_place(request: MentorRequest, *, by: User | None, at: datetime) -> Offer | None:
    offer = request.offers.standing().first()
    if offer is None:
        return None
    return decide_offer(offer, Offer.State.ENDED, by=by, at=at)
