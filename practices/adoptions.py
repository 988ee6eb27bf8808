"""What members say became of a practice: figures, and the reports a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from hub.resources.contents import Heading

from .models import AdoptionReport, AdoptionReportQuerySet, PracticePage

NEWEST_SHOWN = 3
HEADING = "Who has used it"
PAGE_SIZE = 20
Verdict, Again = AdoptionReport.Verdict, AdoptionReport.Again


@dataclass(frozen=True)
class Tally:
    """How many reports of each verdict there are, and how many would do it again."""

    verdicts: Mapping[str, int] = field(default_factory=dict)
    again: int = 0

    @property
    def total(self) -> int:
        return sum(self.verdicts.values())

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """(value, label, how many) of what was reported at least once."""
        return [
            (value, label, self.verdicts[value])
            for value, label in Verdict.choices
            if self.verdicts.get(value)
        ]

    @property
    def in_words(self) -> str:
        """12 adopted · 5 adapted · 2 tried and stopped · 14 of 19 would do it again"""
        counts = [f"{n} {label.lower()}" for _, label, n in self.parts]
        return " · ".join([*counts, f"{self.again} of {self.total} would do it again"])


@dataclass(frozen=True)
class Leaf:
    """One page of reports; `after` continues it, None when it is the last."""

    rows: list[AdoptionReport]
    after: int | None = None


@dataclass(frozen=True)
class Adoptions:
    """What the page of a practice shows of them."""

    tally: Tally
    newest: list[AdoptionReport]


def adoptions_of(practice: PracticePage, reader: Any) -> Adoptions:
    """For the page of the practice: three statements, and one while there are no reports."""
    if practice.pk is None:
        # A preview of what is not stored yet.
        return Adoptions(Tally(), [])
    tally = tally_of(practice)
    rows = AdoptionReport.objects.listed_for(reader).filter(practice=practice)
    shown = rows.newest_first().with_rows(reader)[:NEWEST_SHOWN] if tally.total else []
    return Adoptions(tally, list(shown))


def add_adoptions(context: dict[str, Any], practice: PracticePage, reader: Any) -> dict[str, Any]:
    """The context of the page of a practice with what members report, right behind the evidence."""
    after = next((n for n, one in enumerate(context["contents"], 1) if one.id == "evidence"), 0)
    context["contents"].insert(after, Heading("adoptions", HEADING))
    return context | {"adoptions": adoptions_of(practice, reader), "adoptions_title": HEADING}


def tally_of(practice: PracticePage) -> Tally:
    """The figures for whoever sees the practice. One statement."""
    live = AdoptionReport.objects.filter(practice=practice, state=AdoptionReport.State.LIVE)
    verdicts: dict[str, int] = {}
    again = 0
    for verdict, would_again, n in (
        live.order_by().values_list("verdict", "would_again").annotate(n=Count("pk"))
    ):
        verdicts[verdict] = verdicts.get(verdict, 0) + n
        again += n if would_again != Again.NO else 0
    return Tally(verdicts, again)


def turn_to(
    reports: AdoptionReportQuerySet, reader: Any, *, chosen: Mapping[str, Any], after: str = ""
) -> Leaf:
    """The reports that fit `chosen`, a mapping of the filters of ReportFilterForm, by their age."""
    if verdict := chosen.get("verdict"):
        reports = reports.filter(verdict=verdict)
    if community := chosen.get("community"):
        reports = reports.filter(community_types=community)
    ordered = _continued(reports, after).newest_first().with_rows(reader)
    rows = list(ordered[: PAGE_SIZE + 1])
    more = rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None
    return Leaf(rows[:PAGE_SIZE], more)


def _continued(reports: AdoptionReportQuerySet, after: str) -> AdoptionReportQuerySet:
    """From the row behind the one numbered `after`; from the first when there is no such row."""
    is_number = after.isascii() and after.isdecimal() and len(after) < 18
    last = reports.filter(pk=int(after)).first() if is_number else None
    return reports.behind(last) if last else reports
