"""How much room a site has in a quarter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate

from mentorsites.models import MentorSitePage

from .models import MentorRequest, Offer, quarter_of

# For a site that did not say how much it can do: the figures of the domain plan's example (6).
DEFAULT_CALLS = 2
DEFAULT_VISITS = 1


@dataclass(frozen=True)
class Room:
    """Calls and visits that a site takes in a quarter, and how many of them are left."""

    calls: int
    visits: int
    calls_left: int
    visits_left: int

    def has(self, takes: str) -> bool:
        left = self.visits_left if takes == Offer.Takes.VISIT else self.calls_left
        return left > 0

    @property
    def is_full(self) -> bool:
        return not (self.calls_left or self.visits_left)

    @property
    def words(self) -> str:
        """“1 call, 1 visit left”."""
        return f"{_number(self.calls_left, 'call')}, {_number(self.visits_left, 'visit')} left"


def _number(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def rooms_of(sites: Iterable[MentorSitePage], *, quarter: int) -> dict[int, Room]:
    """The room of each of these sites in the quarter, by number. One statement."""
    known = list(sites)
    counts = _taken(quarter, [site.pk for site in known])
    return {
        site.pk: _room(site.calls_per_quarter, site.visits_per_quarter, counts.get(site.pk))
        for site in known
    }


def room_of(site: MentorSitePage, *, quarter: int) -> Room:
    return rooms_of([site], quarter=quarter)[site.pk]


def room_now(site: MentorSitePage, *, at: datetime) -> Room:
    """For the setting MENTOR_SITE_ROOM: what the site's own page says."""
    return room_of(site, quarter=quarter_of(localdate(at)))


def with_room(rows: Iterable[Any], takes: Sequence[str], *, quarter: int) -> set[int]:
    """Which of the sites (number, calls, visits a quarter) have room for one of `takes`."""
    counts = _taken(quarter)
    rooms = ((pk, _room(calls, visits, counts.get(pk))) for pk, calls, visits in rows)
    return {pk for pk, room in rooms if any(room.has(one) for one in takes)}


def _taken(quarter: int, sites: Sequence[int] | None = None) -> dict[int, tuple[int, int]]:
    """Site → calls and visits that count against its quarter."""
    taken = Offer.objects.taking_room().filter(quarter=quarter)
    if sites is not None:
        taken = taken.filter(site__in=sites)
    counted = (
        taken.order_by()
        .values_list("site")
        .annotate(
            calls=Count("pk", filter=Q(takes=Offer.Takes.CALL)),
            visits=Count("pk", filter=Q(takes=Offer.Takes.VISIT)),
        )
    )
    return {pk: (calls, visits) for pk, calls, visits in counted}


def _room(calls: int | None, visits: int | None, taken: tuple[int, int] | None) -> Room:
    calls = DEFAULT_CALLS if calls is None else calls
    visits = DEFAULT_VISITS if visits is None else visits
    calls_taken, visits_taken = taken or (0, 0)
    return Room(calls, visits, max(calls - calls_taken, 0), max(visits - visits_taken, 0))


def takes_of(request: MentorRequest) -> list[str]:
    """What the request could take of a site, the larger first: a visit, a call, or either."""
    wanted = {term.slug for term in request.wanted_help.all()}
    visits = wanted & set(Offer.VISITS)
    takes = [Offer.Takes.VISIT.value] if visits else []
    return [*takes, Offer.Takes.CALL.value] if wanted - visits or not wanted else takes
