"""What members report of a practice: what everybody who sees the practice reads of it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from practices.forms import ReportFilterForm
from practices.models import AdoptionReport, PracticePage

from .base import CHUNK, ListFile, Row

COLUMNS = (
    *("id", "url", "program", "verdict", "would_again", "result", "what_changed", "cost"),
    *("started", "place", "community_types", "population_band", "mentor_site"),
    *("reported", "changed", "is_sample"),
)


def list_of_reports(practice: PracticePage, request: HttpRequest) -> ListFile:
    """The filters of the page; what waits or is hidden is in nobody's file."""
    chosen = ReportFilterForm(request.GET).chosen
    reports = AdoptionReport.objects.listed_for(request.user).filter(practice=practice)
    if verdict := chosen.get("verdict"):
        reports = reports.filter(verdict=verdict)
    if community := chosen.get("community"):
        reports = reports.filter(community_types=community)
    ordered = reports.newest_first().with_rows(request.user)
    return ListFile(f"adoptions-{practice.slug}", COLUMNS, _rows(ordered, practice, request))


def _rows(reports: Any, practice: PracticePage, request: HttpRequest) -> Iterator[Row]:
    page = request.build_absolute_uri(reverse("practices:adoptions", args=[practice.pk]))
    for report in reports.iterator(chunk_size=CHUNK):
        yield {
            "id": report.pk,
            "url": f"{page}#report-{report.pk}",
            "program": report.byline,
            "verdict": report.get_verdict_display(),
            "would_again": report.get_would_again_display(),
            "result": report.result,
            "what_changed": report.what_changed,
            "cost": report.cost,
            "started": report.started,
            "place": report.place.name if report.place else "",
            "community_types": [term.label for term in report.community_types.all()],
            "population_band": report.population_band.label if report.population_band else "",
            "mentor_site": report.shown_site.title if report.shown_site else "",
            "reported": report.created_at.isoformat(),
            "changed": report.edited_at.isoformat() if report.edited_at else None,
            "is_sample": report.is_sample,
        }
