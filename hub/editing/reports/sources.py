from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.tables import DateColumn

from hub.resources.models import ResourcePage

from ..desk import unsourced
from .tables import DeskReport, ResourceFilterSet, kind_column, kind_of, page_column


class SourcesView(DeskReport):
    page_title = "Pages without sources"
    header_icon = "help"
    model = ResourcePage
    index_url_name = "source_report"
    index_results_url_name = "source_report_results"
    filterset_class = ResourceFilterSet
    no_results_message = "Every page you may edit says where it comes from."
    columns = [
        page_column(),
        kind_column(),
        DateColumn("last_published_at", label="Published"),
    ]
    list_export = ["title", "kind", "last_published_at"]
    export_headings = {"kind": "Type", "last_published_at": "Published"}
    export_filename = "pages-without-sources"

    def get_rows(self) -> QuerySet:
        return unsourced(self.request.user, self.now).select_related("content_type")

    def to_row_dict(self, item: Any) -> Any:
        item.kind = kind_of(item)
        return super().to_row_dict(item)
