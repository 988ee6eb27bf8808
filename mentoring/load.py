"""How much each site carries, and how it answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from mentorsites.models import MentorSitePage

from .models import Offer, quarter_of
from .room import Room, rooms_of

# How far back silence is looked at.
LOOKED_BACK = timedelta(days=365)
State = Offer.State


@dataclass(frozen=True)
class SiteLoad:
    """One site: what it has before it, what is left of its quarter, how it answers."""

    site: MentorSitePage
    room: Room
    open_offers: int = 0
    calls_accepted: int = 0
    visits_accepted: int = 0
    # Of the offers of a year that were answered or ran out.
    settled: int = 0
    silent: int = 0
    last_answered: datetime | None = None

    @property
    def silent_share(self) -> str:
        return f"{round(100 * self.silent / self.settled)} %" if self.settled else ""

    @property
    def answers_in(self) -> str:
        """The middle time to an answer, in words."""
        care = getattr(self.site, "care", None)
        hours = care.answers_in_hours if care else None
        if hours is None:
            return ""
        return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"


def sites_to_look_at(reader: Any, *, at: datetime) -> Any:
    """Mentor sites whose program has not ended, the open ones first."""
    sites = MentorSitePage.objects.visible_to(reader, at).exclude(
        program_status=MentorSitePage.ProgramStatus.ENDED
    )
    return sites.open_first().select_related("care")


def loads_of(sites: Iterable[MentorSitePage], *, at: datetime) -> list[SiteLoad]:
    """Two statements, however many sites."""
    known = list(sites)
    rooms = rooms_of(known, quarter=quarter_of(localdate(at)))
    tallies = _tallies([site.pk for site in known], at=at)
    return [SiteLoad(site, rooms[site.pk], **tallies.get(site.pk, {})) for site in known]


def _tallies(sites: list[int], *, at: datetime) -> Mapping[int, dict[str, Any]]:
    quarter, since = quarter_of(localdate(at)), at - LOOKED_BACK
    accepted = Q(state=State.ACCEPTED, quarter=quarter)
    answered = Q(state__in=[State.ACCEPTED, State.DECLINED, State.HANDED_BACK])
    rows = (
        Offer.objects.filter(site__in=sites)
        .filter(Q(offered_at__gt=since) | Q(quarter=quarter) | Q(state=State.OPEN))
        .order_by()
        .values("site")
        .annotate(
            open_offers=Count("pk", filter=Q(state=State.OPEN)),
            calls_accepted=Count("pk", filter=accepted & Q(takes=Offer.Takes.CALL)),
            visits_accepted=Count("pk", filter=accepted & Q(takes=Offer.Takes.VISIT)),
            settled=Count("pk", filter=answered | Q(state=State.SILENT)),
            silent=Count("pk", filter=Q(state=State.SILENT)),
            last_answered=Max("decided_at", filter=answered),
        )
    )
    return {
        row["site"]: {name: value for name, value in row.items() if name != "site"} for row in rows
    }
