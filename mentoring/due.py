"""What comes next for a request, by when, and whether it is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timesince import timesince, timeuntil
from django.utils.timezone import localtime

from .models import MentorRequest, Status

WAITING = (Status.SUBMITTED, Status.OFFERED)
# A yes without a date for that long is looked at: the same two weeks as for an answer.
TO_SET_A_DATE = timedelta(days=14)


@dataclass(frozen=True)
class Dates:
    """What else is known: by when the site answers, from when until when the visit is."""

    reply_by: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Due:
    words: str = ""
    is_late: bool = False


def overdue_at(at: datetime) -> Q:
    """The condition for what somebody should have done by now.

    Needs the offer that stands, as `standing`.
    """
    return (
        Q(status__in=WAITING, waits_from__lte=at - MentorRequest.ANSWERED_WITHIN)
        | Q(status=Status.OFFERED, standing__reply_by__lte=at)
        | Q(status=Status.ACCEPTED, accepted_at__lte=at - TO_SET_A_DATE)
        | Q(status=Status.SCHEDULED, plan__ends_at__lte=at)
    )


def due_of(request: MentorRequest, dates: Dates, *, at: datetime) -> Due:
    if request.status in WAITING:
        return _answer(request, dates.reply_by, at)
    if request.status == Status.ACCEPTED and request.accepted_at:
        since = timesince(request.accepted_at, at, depth=1)
        if request.accepted_at <= at - TO_SET_A_DATE:
            return Due(f"No date for {since}", is_late=True)
        return Due(f"Accepted {since} ago")
    if request.status == Status.SCHEDULED and dates.starts_at and dates.ends_at:
        return _day(dates.starts_at, dates.ends_at, at)
    return Due()


def _answer(request: MentorRequest, reply_by: datetime | None, at: datetime) -> Due:
    if request.answer_by <= at:
        return Due(f"An answer was due {_ago(request.answer_by, at)}", is_late=True)
    if request.status == Status.SUBMITTED and request.waits_from > at:
        return Due(f"Waits for room until {date_format(localtime(request.waits_from), 'F j')}")
    if request.status == Status.SUBMITTED or reply_by is None:
        return Due(f"To be answered within {timeuntil(request.answer_by, at, depth=1)}")
    if reply_by <= at:
        return Due(f"The site’s answer was due {_ago(reply_by, at)}", is_late=True)
    return Due(f"The site answers within {timeuntil(reply_by, at, depth=1)}")


def _day(starts_at: datetime, ends_at: datetime, at: datetime) -> Due:
    if ends_at <= at:
        return Due(f"It was {_ago(ends_at, at)}: nobody has said how it went", is_late=True)
    return Due(f"In {timeuntil(starts_at, at, depth=1)}" if starts_at > at else "Now")


def _ago(moment: datetime, at: datetime) -> str:
    return f"{timesince(moment, at, depth=1)} ago"
