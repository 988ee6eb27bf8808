"""How soon sites answer and how many they helped: figures for readers, computed once a day."""

from collections import defaultdict
from statistics import median

from django.db.models import Count, Q

from .models import MentorSitePage, SiteCare

HOUR = 3600


def measure_sites() -> int:
    """Brings the figures of every site up to date; returns how many changed.

    The hours are the middle ones from an offer to the site's yes or no; silence is no answer.
    """
    hours, helped = _hours(), _helped()
    changed = 0
    for care in SiteCare.objects.order_by("pk"):
        figures = {"answers_in_hours": hours.get(care.site_id), "helped": helped[care.site_id]}
        if figures != {"answers_in_hours": care.answers_in_hours, "helped": care.helped}:
            changed += SiteCare.objects.filter(pk=care.pk).update(**figures)
    return changed


def _hours() -> dict[int, int]:
    # Offers are made upstairs: asked through what points at a site.
    rows = MentorSitePage.objects.filter(
        offers__state__in=["accepted", "declined"], offers__decided_at__isnull=False
    ).order_by()
    waits: dict[int, list[float]] = defaultdict(list)
    for site, asked, answered in rows.values_list("pk", "offers__offered_at", "offers__decided_at"):
        waits[site].append((answered - asked).total_seconds() / HOUR)
    return {site: round(median(times)) for site, times in waits.items()}


def _helped() -> dict[int, int]:
    done = Count(
        "offers", filter=Q(offers__state="accepted", offers__request__done_at__isnull=False)
    )
    rows = MentorSitePage.objects.order_by().annotate(done=done)
    return defaultdict(int, rows.values_list("pk", "done"))
