"""The list of a shelf in the page tree, and one of all shelves together, with our own filters."""

from collections import defaultdict
from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]  # it ships none
from django import forms
from django.db.models import Q, QuerySet
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from hub.resources.models import ResourceIndexPage, ResourcePage
from hub.taxonomy.models import Jurisdiction, Topic

from .reports.tables import DayColumn, PageKindFilter, kind_of

STATUSES = [
    ("published", "Published"),
    ("draft", "Not published"),
    ("changed", "Published, with a newer draft"),
]
# Which columns of a page each status stands for.
STATUS_COLUMNS: dict[str, Q] = {
    "published": Q(("live", True)),
    "draft": Q(("live", False)),
    "changed": Q(("live", True), ("has_unpublished_changes", True)),
}


class ShelfFilterSet(PageFilterSet):
    """By status, topic, place and the day of the next review, beside Wagtail's own."""

    status = django_filters.ChoiceFilter(
        label="Status", choices=STATUSES, method="with_status", widget=forms.RadioSelect
    )
    topic = django_filters.ModelChoiceFilter(
        label="Topic",
        queryset=lambda request: Topic.objects.order_by("name"),
        field_name="tagged_topics__tag",
    )
    place = django_filters.ModelChoiceFilter(
        label="Place",
        queryset=lambda request: Jurisdiction.objects.by_name(),
        field_name="jurisdictions",
    )
    review_due = django_filters.DateFromToRangeFilter(
        label="Next review", widget=DateRangePickerWidget
    )

    class Meta(PageFilterSet.Meta):
        model = ResourcePage
        fields: ClassVar[list[str]] = []

    def with_status(self, pages: QuerySet, name: str, value: str) -> QuerySet:
        return pages.filter(STATUS_COLUMNS[value])


class AllFilterSet(ShelfFilterSet):
    content_type = PageKindFilter()


def _columns(base: list[BaseColumn], *, with_kind: bool) -> list[BaseColumn]:
    """Wagtail's columns, with the places and the next review before the status."""
    kept = [column for column in base if column.name not in ("parent", "type")]
    kind = [Column("kind", label="Type", accessor=kind_of)] if with_kind else []
    ours = [
        *kind,
        Column("places", label="Place", accessor="place_words", width="15%"),
        DayColumn("review_due", label="Next review", sort_key="review_due", width="12%"),
    ]
    return [*kept[:2], *ours, *kept[2:]]


class WithPlaces:
    """Names the places of the rows on one page in one statement."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]  # the view beside it
        rows = list(context["object_list"])
        names = places_of([row.pk for row in rows])
        for row in rows:
            row.place_words = _in_short(names[row.pk])
        return context


def places_of(pages: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    here = ResourcePage.jurisdictions.through.objects.filter(resourcepage__in=pages)
    for page, name in here.order_by("jurisdiction__name").values_list(
        "resourcepage", "jurisdiction__name"
    ):
        found[page].append(name)
    return found


def _in_short(names: list[str]) -> str:
    return ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")


class ShelfIndexView(WithPlaces, ExplorableIndexView):
    model = ResourcePage
    base_filterset_class = ShelfFilterSet
    base_columns = _columns(ExplorableIndexView.base_columns, with_kind=False)


class AllIndexView(WithPlaces, IndexView):
    base_filterset_class = AllFilterSet
    base_columns = _columns(IndexView.base_columns, with_kind=True)
    page_title = "Everything on the shelves"
    default_ordering = "-latest_revision_created_at"

    def get_add_url(self) -> None:
        # Something new begins on its shelf.
        return None


class ShelfViewSet(PageViewSet):
    model = ResourceIndexPage
    index_view_class = ShelfIndexView
    columns = ShelfIndexView.base_columns
    filterset_class = ShelfFilterSet
    # Whose page in the tree shows this list.
    parent_models: ClassVar[list[type]] = [ResourceIndexPage]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**{"model": ResourcePage, **kwargs})


class AllViewSet(PageListingViewSet):
    model = ResourcePage
    name = "everything"
    url_prefix = "everything"
    menu_label = "Everything"
    icon = "list-ul"
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = AllIndexView
    columns = AllIndexView.base_columns
    filterset_class = AllFilterSet
    list_export: ClassVar[list[str]] = []


@hooks.register("register_admin_viewset")
def register_shelves() -> list[Any]:
    return [ShelfViewSet("shelves"), AllViewSet("everything")]
