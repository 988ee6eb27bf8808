from typing import Any, ClassVar

from django.db.models import QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page

from ..desk import scheduled
from .tables import DayColumn, DeskReport, PageKindFilter, kind_column, kind_of, page_column


class ScheduledFilterSet(WagtailFilterSet):
    content_type = PageKindFilter()

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = []


class ScheduledView(DeskReport):
    page_title = "Scheduled"
    header_icon = "calendar-alt"
    model = Page
    index_url_name = "schedule_report"
    index_results_url_name = "schedule_report_results"
    filterset_class = ScheduledFilterSet
    no_results_message = "Nothing appears by itself, and nothing ends in the next 30 days."
    columns = [
        page_column(),
        kind_column(),
        DayColumn("appears_at", label="Appears"),
        DayColumn("expire_at", label="Ends"),
    ]
    list_export = ["title", "kind", "appears_at", "expire_at"]
    export_headings = {"kind": "Type", "appears_at": "Appears", "expire_at": "Ends"}
    export_filename = "scheduled"

    def get_rows(self) -> QuerySet:
        return scheduled(self.request.user, self.now).select_related("content_type")

    def to_row_dict(self, item: Any) -> Any:
        item.kind = kind_of(item)
        return super().to_row_dict(item)
