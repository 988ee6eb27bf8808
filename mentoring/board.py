"""The staff's board: what is due first, one part at a time. Nothing is counted beyond 99."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.timesince import timesince

from hub.accounts.models import User

from .board_filters import Filters
from .due import WAITING, Dates, Due, due_of, overdue_at
from .models import ENDED, STAFF, MentorRequest, Offer, Status

PAGE = 30
MOST_COUNTED = 99
EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Tab:
    """One section of the board. `moment` orders it: the earliest first, or the newest."""

    name: str
    label: str
    text_if_empty: str
    moment: Any
    statuses: tuple[str, ...]
    newest_first: bool = False
    only_needy: bool = False

    def narrow(self, requests: Any, *, at: datetime) -> Any:
        requests = requests.filter(status__in=self.statuses)
        return (
            requests.filter(Q(needs_staff=True) | overdue_at(at)) if self.only_needy else requests
        )


TABS = (
    Tab(
        "needs-you",
        "Needs you",
        "No request waits for the network. What is on its way stands under the other words.",
        F("waits_from"),
        (*WAITING, Status.ACCEPTED, Status.SCHEDULED),
        only_needy=True,
    ),
    Tab(
        "waiting",
        "Looking for a site",
        "Every request is with a site.",
        F("waits_from"),
        (Status.SUBMITTED,),
    ),
    Tab(
        "offered",
        "Offered",
        "No site has to answer now.",
        Coalesce("standing__reply_by", "waits_from"),
        (Status.OFFERED,),
    ),
    Tab("accepted", "Accepted", "Nothing waits for a date.", F("accepted_at"), (Status.ACCEPTED,)),
    Tab(
        "scheduled",
        "Date set",
        "No call or visit is planned.",
        Coalesce("plan__starts_at", "accepted_at"),
        (Status.SCHEDULED,),
    ),
    Tab(
        "done",
        "Done",
        "Nothing has been carried through yet.",
        F("submitted_at"),
        (Status.DONE,),
        newest_first=True,
    ),
    Tab("ended", "Ended", "No request has ended.", F("submitted_at"), ENDED, newest_first=True),
)
BY_NAME = {tab.name: tab for tab in TABS}


@dataclass(frozen=True)
class Row:
    """One request as the board shows it: no word of what was asked."""

    request: MentorRequest
    age: str
    due: Due
    site: str = ""
    reply_by: datetime | None = None


@dataclass(frozen=True)
class Leaf:
    """Part of a section. `after` is the address of the next part."""

    rows: list[Row]
    after: str = ""


def requests_for(reader: Any) -> Any:
    """The requests that `reader` looks after, each with the offer that stands."""
    return MentorRequest.objects.visible_to(reader).annotate(
        standing=FilteredRelation(
            "offers", condition=Q(offers__state__in=[Offer.State.OPEN, Offer.State.ACCEPTED])
        )
    )


def turn_board(reader: Any, tab: Tab, filters: Filters, *, after: str, at: datetime) -> Leaf:
    """One part of a section, behind the place that `after` names. Four statements."""
    requests = filters.narrow(tab.narrow(requests_for(reader), at=at), reader, at=at)
    requests = _behind(requests.annotate(moment=tab.moment), tab, after)
    order = ("-moment", "-pk") if tab.newest_first else ("moment", "pk")
    found = list(_with_row(requests).order_by(*order)[: PAGE + 1])
    shown = found[:PAGE]
    more = _place_of(shown[-1]) if len(found) > PAGE else ""
    return Leaf([_row(one, at=at) for one in shown], more)


def _with_row(requests: Any) -> Any:
    return (
        requests.select_related("place", "assigned_to", "discipline")
        .prefetch_related("topics", "community_types")
        .annotate(
            site_title=F("standing__site__title"),
            reply_by=F("standing__reply_by"),
            starts_at=F("plan__starts_at"),
            ends_at=F("plan__ends_at"),
        )
        .defer("question", "tried", "facts", "end_words")
    )


def _behind(requests: Any, tab: Tab, after: str) -> QuerySet:
    """Behind a place "microseconds.number"; a place nobody made is the start."""
    micros, _, number = after.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) < 18 for part in (micros, number)):
        return requests
    moment, pk = EPOCH + timedelta(microseconds=int(micros)), int(number)
    if tab.newest_first:
        return requests.filter(Q(moment__lt=moment) | Q(moment=moment, pk__lt=pk))
    return requests.filter(Q(moment__gt=moment) | Q(moment=moment, pk__gt=pk))


def _place_of(request: Any) -> str:
    return f"{(request.moment - EPOCH) // timedelta(microseconds=1)}.{request.pk}"


def counts_by_tab(reader: Any, filters: Filters, *, at: datetime) -> dict[str, str]:
    """How many stand in each open section, “99+” for more: one statement that stops counting."""
    parts = []
    for tab in TABS:
        if tab.newest_first:
            continue
        some = filters.narrow(tab.narrow(requests_for(reader), at=at), reader, at=at)
        few = MentorRequest.objects.filter(pk__in=some.order_by().values("pk")[: MOST_COUNTED + 1])
        parts.append(
            few.order_by().annotate(tab=Value(tab.name)).values_list("tab").annotate(n=Count("*"))
        )
    found = dict(parts[0].union(*parts[1:], all=True))
    return {name: f"{MOST_COUNTED}+" if n > MOST_COUNTED else str(n) for name, n in found.items()}


def staff_of_the_network() -> QuerySet:
    """Who may look after requests."""
    return User.objects.holding(STAFF).order_by("name", "pk")


def _row(request: Any, *, at: datetime) -> Row:
    dates = Dates(request.reply_by, request.starts_at, request.ends_at)
    return Row(
        request,
        age=timesince(request.submitted_at, at, depth=1),
        due=due_of(request, dates, at=at),
        site=request.site_title or "",
        reply_by=request.reply_by if request.status == Status.OFFERED else None,
    )
