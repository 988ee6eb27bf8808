"""What was asked for and found no site: by topic and by place."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from hub.resources.models import ResourceTopic
from hub.taxonomy.models import Jurisdiction, Topic
from mentorsites.models import MentorSitePage

from .models import MentorRequest, Status
from .reports.period import Period

MOST = 40
# A no for one of these reasons means that a site was missing; “answered in what we have published”
# and the others do not.
MISSING = (
    MentorRequest.Reason.NO_ROOM,
    MentorRequest.Reason.SILENT,
    MentorRequest.Reason.NOT_OURS,
    MentorRequest.Reason.TOO_DIFFERENT,
)


@dataclass(frozen=True)
class Unmet:
    """A topic or a place, how often it was asked for, and who could help there."""

    thing: Any
    asked: int
    without: int
    waiting: int
    open_sites: int = 0


def unmet_topics(reader: Any, period: Period) -> list[Unmet]:
    """Topics that were asked for without a site, the most wanted first. Three statements."""
    rows = _counted(MentorRequest.topics.through.objects.all(), period, "topic_id", "mentorrequest")
    topics = Topic.objects.in_bulk([row["thing"] for row in rows])
    links = ResourceTopic.objects.filter(content_object__in=_open_sites(reader), tag__in=topics)
    open_sites = dict(links.order_by().values_list("tag").annotate(Count("pk")))
    return [_unmet(row, topics, open_sites) for row in rows]


def unmet_places(reader: Any, period: Period) -> list[Unmet]:
    """The same by place. Three statements."""
    requests = MentorRequest.objects.exclude(place=None)
    rows = _counted(requests, period, "place_id", "")
    places = Jurisdiction.objects.in_bulk([row["thing"] for row in rows])
    links = MentorSitePage.jurisdictions.through.objects.filter(
        resourcepage__in=_open_sites(reader), jurisdiction__in=places
    )
    open_sites = dict(links.order_by().values_list("jurisdiction").annotate(Count("pk")))
    return [_unmet(row, places, open_sites) for row in rows]


def _counted(rows: Any, period: Period, thing: str, request: str) -> list[dict[str, Any]]:
    """Rows grouped by `thing`; `request` is the way from a row to its request, if it is not one."""
    at = f"{request}__" if request else ""
    without = Q(**{f"{at}status": Status.DECLINED, f"{at}end_reason__in": MISSING})
    waiting = Q(**{f"{at}status": Status.SUBMITTED})
    return list(
        rows.filter(**period.within(f"{at}submitted_at"))
        .order_by()
        .annotate(thing=F(thing))
        .values("thing")
        .annotate(
            asked=Count("pk"),
            without=Count("pk", filter=without),
            waiting=Count("pk", filter=waiting),
        )
        .filter(Q(without__gt=0) | Q(waiting__gt=0))
        .order_by(-(F("without") + F("waiting")), "thing")[:MOST]
    )


def _open_sites(reader: Any) -> Any:
    sites = MentorSitePage.objects.visible_to(reader).filter(takes_requests=True)
    return sites.order_by().values("pk")


def _unmet(row: dict[str, Any], things: dict[int, Any], open_sites: dict[int, int]) -> Unmet:
    number = row["thing"]
    return Unmet(
        things[number], row["asked"], row["without"], row["waiting"], open_sites.get(number, 0)
    )
