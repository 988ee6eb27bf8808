"""What one site did for others in a year, for its council."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Sum

from mentorsites.models import MentorSitePage, SiteNote

from ..models import Completion, Offer, OffHubHelp, VisitPlan
from .period import Period
from .tables import Table, counted, hide_small

MOST_NOTES = 12
MOST_VOICES = 3
PLAN_TIMES = ("request__plan__starts_at", "request__plan__ends_at")


@dataclass(frozen=True)
class Impact:
    """A letter's figures. `helped` are requests that were carried through."""

    helped: int
    visits: int
    outside: int
    hours: int
    communities: Table
    notes: list[SiteNote]
    note_count: int
    voices: list[Any]

    @property
    def is_empty(self) -> bool:
        return not (self.helped or self.outside or self.note_count)


def impact_of(site: MentorSitePage, year: int) -> Impact:
    """Seven statements."""
    period = Period.year(year)
    done = Completion.objects.filter(
        request__offers__site=site,
        request__offers__state=Offer.State.ACCEPTED,
        **period.on("happened_on"),
    )
    outside = OffHubHelp.objects.filter(site=site, **period.on("happened_on"))
    sums = outside.aggregate(n=Count("pk"), minutes=Sum("minutes"))
    plans = list(done.values_list("request__plan__kind", *PLAN_TIMES))
    notes = SiteNote.objects.published().filter(site=site, **period.within("published_at"))
    shown = list(notes.newest_first())
    spent = sum((end - start for _, start, end in plans if start and end), timedelta())
    return Impact(
        helped=len(plans),
        visits=sum(kind in (VisitPlan.Kind.VISIT, VisitPlan.Kind.RIDE_ALONG) for kind, *_ in plans),
        outside=sums["n"],
        hours=round((spent + timedelta(minutes=sums["minutes"] or 0)) / timedelta(hours=1)),
        communities=_communities(done),
        notes=shown[:MOST_NOTES],
        note_count=len(shown),
        voices=_voices(site),
    )


def _communities(done: Any) -> Table:
    rows = (
        done.exclude(request__community_types=None)
        .order_by()
        .values_list("request__community_types__label")
        .annotate(n=Count("pk"))
        .order_by("-n", "request__community_types__label")
    )
    return hide_small(counted("communities", "By kind of community", "Community", rows))


def _voices(site: MentorSitePage) -> list[Any]:
    """Words of teams they helped, whose consent is on file."""
    with_consent = [one.value for one in site.testimonials if one.value["consent"].strip()]
    return with_consent[:MOST_VOICES]
