"""Lists of requests: one's own, and those of a site; one leaf at a time, nothing is counted."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from forums.lists import Cursor
from hub.accounts.models import User
from mentorsites.models import Blackout, MentorSitePage

from .models import MentorRequest, Offer, Status, quarter_of
from .room import Room, room_of
from .steps import TONES, next_words

LEAF_SIZE = 20
# More than this many a site does not have before it: its capacity sees to it.
MOST_STANDING = 100
OVER = (Status.DONE, Status.CLOSED)


@dataclass(frozen=True)
class Row:
    """One request in a list, with what comes next in words."""

    request: MentorRequest
    offer: Offer | None
    next: str

    @property
    def tone(self) -> str:
        return TONES.get(self.request.status, "")


@dataclass(frozen=True)
class Leaf:
    rows: list[Row]
    # The value of `before` in the address of the next leaf; nothing on the last.
    older: str = ""


def own_requests(person: User, *, at: datetime, before: str = "") -> Leaf:
    """What `person` asked, newest first. The number of statements does not grow with the rows."""
    rows = MentorRequest.objects.of(person).select_related("place", "stage")
    standing = Offer.objects.standing().select_related("site")
    rows = rows.prefetch_related("topics", Prefetch("offers", standing, to_attr="standing_offers"))
    cursor = Cursor.read(before)
    if cursor is not None:
        rows = rows.filter(
            Q(submitted_at__lt=cursor.moment) | Q(submitted_at=cursor.moment, pk__lt=cursor.pk)
        )
    found = list(rows.newest_first()[: LEAF_SIZE + 1])
    shown = found[:LEAF_SIZE]
    older = str(Cursor(shown[-1].submitted_at, shown[-1].pk)) if len(found) > LEAF_SIZE else ""
    return Leaf([_own_row(request, at) for request in shown], older)


def _own_row(request: Any, at: datetime) -> Row:
    offer = request.standing_offers[0] if request.standing_offers else None
    return Row(request, offer, next_words(request, offer, at=at))


@dataclass
class Inbox:
    """What waits for a site, what it is doing, and what it has done."""

    site: MentorSitePage
    room: Room
    blackouts: list[Blackout]
    to_answer: list[Offer] = field(default_factory=list)
    under_way: list[Offer] = field(default_factory=list)
    done: list[Offer] = field(default_factory=list)
    older: str = ""


def inbox_of(site: MentorSitePage, *, at: datetime, before: str = "") -> Inbox:
    """Everything for who keeps `site`. The number of statements does not grow with the rows."""
    offers = _with_requests(site.offers.standing())
    standing = offers.exclude(request__status__in=OVER).order_by("reply_by", "pk")
    found = list(standing[:MOST_STANDING])
    done, older = _done(offers, before)
    today = localdate(at)
    return Inbox(
        site=site,
        room=room_of(site, quarter=quarter_of(today)),
        blackouts=_blackouts(site, today),
        to_answer=[one for one in found if one.state == Offer.State.OPEN],
        under_way=[one for one in found if one.state == Offer.State.ACCEPTED],
        done=done,
        older=older,
    )


def _with_requests(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    joined = (
        "request__requester",
        "request__place",
        "request__stage",
        "request__discipline",
        "request__plan",
    )
    return offers.select_related(*joined).prefetch_related("request__topics")


def _done(offers: QuerySet[Offer], before: str) -> tuple[list[Offer], str]:
    rows = offers.filter(state=Offer.State.ACCEPTED, request__status__in=OVER)
    cursor = Cursor.read(before)
    if cursor is not None:
        rows = rows.filter(
            Q(offered_at__lt=cursor.moment) | Q(offered_at=cursor.moment, pk__lt=cursor.pk)
        )
    found = list(rows.order_by("-offered_at", "-pk")[: LEAF_SIZE + 1])
    shown = found[:LEAF_SIZE]
    older = str(Cursor(shown[-1].offered_at, shown[-1].pk)) if len(found) > LEAF_SIZE else ""
    return shown, older


def _blackouts(site: MentorSitePage, today: date) -> list[Blackout]:
    return list(site.blackouts.filter(last_day__gte=today)[:4])
