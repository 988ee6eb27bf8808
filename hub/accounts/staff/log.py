"""The log of who could do what, as a report on the editors' side. It can only be read."""

from datetime import datetime
from typing import Any

import django_filters  # type: ignore[import-untyped]  # it ships none
from django import forms
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import set_query_params
from wagtail.admin.views.reports import ReportView

from ..models import SecurityEvent
from .wording import in_words

PER_PAGE = 50
NOBODY = "–"


class LogFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label="What", choices=SecurityEvent.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    person = django_filters.CharFilter(label="Person (name or handle)", method="about_or_by")
    happened_at = django_filters.DateFromToRangeFilter(label="When", widget=DateRangePickerWidget)

    class Meta:
        model = SecurityEvent
        fields: list[str] = []

    def about_or_by(self, events: QuerySet, name: str, value: str) -> QuerySet:
        alike = Q()
        for role in ("person", "actor"):
            alike |= Q(**{f"{role}__handle": value}) | Q(**{f"{role}__name__icontains": value})
        return events.filter(alike)


class MomentColumn(Column):
    cell_template_name = "accounts/staff/moment_cell.html"


class LogView(ReportView):
    """Pages by position in time: the log grows while somebody reads, and has no end to count."""

    results_template_name = "accounts/staff/log_results.html"
    page_title = "Log of members"
    header_icon = "history"
    model = SecurityEvent
    any_permission_required = ["view"]
    filterset_class = LogFilterSet
    index_url_name = "members_log"
    index_results_url_name = "members_log_results"
    paginate_by = None
    columns = [
        MomentColumn("happened_at", label="When", width="18%"),
        Column("actor", label="Who", accessor=lambda event: event.actor or NOBODY),
        Column("person", label="Whom", accessor=lambda event: event.person or NOBODY),
        Column("kind", label="What", accessor="get_kind_display"),
        Column("detail", label="Detail", accessor=in_words),
    ]

    def get_filtered_queryset(self) -> list[SecurityEvent]:
        events = self.filter_queryset(SecurityEvent.objects.select_related("actor", "person"))
        rows = list(after(self.request.GET.get("after", ""), events.newest_first())[: PER_PAGE + 1])
        self.older = position(rows[PER_PAGE - 1]) if len(rows) > PER_PAGE else ""
        return rows[:PER_PAGE]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = {name: self.request.GET.getlist(name) for name in self.request.GET}
        older = set_query_params(self.index_url, {**asked, "after": self.older})
        newest = set_query_params(self.index_url, {**asked, "after": None})
        return {
            **super().get_context_data(*args, **kwargs),
            "older_url": older if self.older else "",
            "newest_url": newest if "after" in self.request.GET else "",
        }


def position(event: SecurityEvent) -> str:
    return f"{event.happened_at.isoformat()}~{event.pk}"


def after(text: str, events: QuerySet) -> QuerySet:
    """The events older than the one at this position; all of them when it is none."""
    moment, _, number = text.partition("~")
    at = _moment(moment)
    if at is None or not number.isdecimal() or len(number) > 18:
        return events
    return events.filter(Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=int(number)))


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
