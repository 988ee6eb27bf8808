from typing import Any

import django_filters  # type: ignore[import-untyped]  # it ships none
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.tables import Column

from hub.accounts.models import User
from hub.resources.models import ResourcePage

from ..desk import Lateness, overdue, today, with_review_dates
from .tables import (
    DayColumn,
    DeskReport,
    LinkColumn,
    ResourceFilterSet,
    kind_column,
    kind_of,
    page_column,
)


def owners_for(request: HttpRequest | None) -> QuerySet[User]:
    """Who owns something that is reviewed and that whoever asks may edit."""
    if request is None:
        return User.objects.none()
    pages = with_review_dates(request.user, timezone.now()).order_by()
    return User.objects.filter(pk__in=pages.values("owner")).order_by("name", "pk")


class ReviewFilterSet(ResourceFilterSet):
    owner = django_filters.ModelChoiceFilter(label="Owner", queryset=owners_for)
    is_late = django_filters.ChoiceFilter(
        label="Which",
        choices=[("all", "Also what is due later")],
        empty_label="Overdue",
        method="keep_all",
    )

    def keep_all(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        # The view gives the wider list when this is asked for.
        return pages


class ReviewsView(DeskReport):
    page_title = "Reviews"
    header_icon = "history"
    model = ResourcePage
    index_url_name = "review_report"
    index_results_url_name = "review_report_results"
    filterset_class = ReviewFilterSet
    no_results_message = "Nothing you may edit is overdue."
    columns = [
        page_column(),
        kind_column(),
        DayColumn("review_due", label="Due"),
        Column("lateness", label="Which is"),
        Column("owner_words", label="Owner"),
        LinkColumn(
            "still_right",
            label="Confirm",
            to=lambda page: reverse(
                "still_right", args=[page.pk], query={"next": reverse("review_report")}
            ),
            words="Still right?",
        ),
    ]
    list_export = ["title", "kind", "review_due", "days_late", "owner_words", "last_reviewed"]
    export_headings = {
        "kind": "Type",
        "review_due": "Due",
        "days_late": "Days late",
        "owner_words": "Owner",
        "last_reviewed": "Last reviewed",
    }
    export_filename = "reviews"

    def get_rows(self) -> QuerySet:
        wanted = with_review_dates if self.request.GET.get("is_late") == "all" else overdue
        pages = wanted(self.request.user, self.now)
        return pages.select_related("owner", "owner_organization", "content_type")

    def dressed(self, rows: list[Any]) -> list[Any]:
        return [self.with_words(page) for page in rows]

    def with_words(self, page: Any) -> Any:
        late = Lateness(page.review_due, today(self.now))
        page.lateness, page.days_late, page.kind = late.words, late.days, kind_of(page)
        owners = (page.owner, page.owner_organization)
        page.owner_words = ", ".join(str(owner) for owner in owners if owner) or "Nobody yet"
        return page

    def to_row_dict(self, item: Any) -> Any:
        return super().to_row_dict(self.with_words(item))
