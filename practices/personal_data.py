"""What this room keeps of one person: to hand out, and to remove when they leave."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User
from hub.people.models import Departure

from .models import AdoptionReport

NOT_HERE = "not here any more"


def collect(person: User) -> dict[str, Any]:
    seen = set(AdoptionReport.objects.visible_to(person).values_list("pk", flat=True))
    reports = AdoptionReport.objects.filter(reporter=person).order_by("created_at", "pk")
    rows = reports.select_related("practice", "place", "population_band", "site")
    return {
        "adoption reports": [
            _report(one, is_seen=one.pk in seen) for one in rows.prefetch_related("community_types")
        ]
    }


def _report(report: AdoptionReport, *, is_seen: bool) -> dict[str, Any]:
    return {
        # What was taken from their eyes is not named here either; their own words are theirs.
        "practice": report.practice.title if is_seen else NOT_HERE,
        "what became of it": report.get_verdict_display(),
        "what came of it": report.result,
        "would do it again": report.get_would_again_display(),
        "what changed": report.what_changed,
        "cost": report.cost,
        "since": report.started,
        "program": report.program_name,
        "community": [term.label for term in report.community_types.all()],
        "population": str(report.population_band or ""),
        "place": str(report.place or ""),
        "mentor site": str(report.site or ""),
        "state": report.get_state_display(),
        "written": report.created_at,
        "changed": report.edited_at,
    }


@transaction.atomic
def erase(person: User, at: datetime) -> None:
    """The figures stay, without a name; the reports go too when they asked for that."""
    reports = AdoptionReport.objects.filter(reporter=person)
    leaving = Departure.objects.filter(person=person, done_at=at, removes_posts=True)
    if leaving.exists():
        reports.delete()
    # What nobody can answer for any more, and what others do not see.
    reports.exclude(state=AdoptionReport.State.LIVE).delete()
    reports.update(reporter=None, program_name="", site=None, form_key="")
    AdoptionReport.objects.filter(hidden_by=person).update(hidden_by=None)
