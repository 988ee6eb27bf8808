"""What the reports of the desk have in common: rows of an editor's own, columns, safe exports."""

from collections import OrderedDict
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]  # it ships none
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.filters import MultipleContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import get_page_content_types
from wagtail.permissions import page_permission_policy

from hub.core.cells import quoted_cell
from hub.resources.models import ResourcePage
from hub.taxonomy.models import Jurisdiction, Topic


class DeskReport(ReportView):
    """A report for whoever edits pages. Its rows are what that person may edit, or words of all."""

    results_template_name = "editing/report_results.html"
    permission_policy = page_permission_policy
    any_permission_required: ClassVar[list[str]] = ["add", "change", "publish"]
    is_searchable = False
    # Nothing but columns of ours is sorted by; the order is the report's own.
    default_ordering = None
    no_results_message = "Nothing to do here."

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    def get_rows(self) -> QuerySet:
        """The rows, before any filter, in order."""
        raise NotImplementedError

    def get_base_queryset(self) -> QuerySet:
        return self.get_rows()

    def get_queryset(self) -> QuerySet:
        return self.get_rows()

    def get_table(self, object_list: Any) -> Any:
        return super().get_table(self.dressed(list(object_list)))

    def dressed(self, rows: list[Any]) -> list[Any]:
        """The rows of one page with what their columns show, in a fixed number of statements."""
        return rows

    def to_row_dict(self, item: Any) -> OrderedDict[str, Any]:
        # Whatever is no number and no date could be run as a formula.
        return OrderedDict(
            (name, _exported(value)) for name, value in super().to_row_dict(item).items()
        )


def _exported(value: Any) -> Any:
    is_plain = value is None or isinstance(value, int | float | datetime) or hasattr(value, "year")
    return value if is_plain else quoted_cell(value)


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def page_column(**kwargs: Any) -> TitleColumn:
    return TitleColumn("title", label="Page", get_url=edit_url, **kwargs)


def kind_column() -> Column:
    return Column("kind", label="Type", accessor=kind_of)


def kind_of(page: Any) -> str:
    kind = page.specific_class
    return getattr(kind, "kind_label", "Page")


class DayColumn(Column):
    """A day, with the time where there is one. Wagtail's own calls all that is ahead “Just now”."""

    def get_value(self, instance: Any) -> str:
        when = super().get_value(instance)
        if isinstance(when, datetime):
            return date_format(timezone.localtime(when), "F j, Y, g:i a")
        return date_format(when, "F j, Y") if when else ""


class LinkColumn(Column):
    """A link with words of its own; `to(row)` is its address."""

    cell_template_name = "editing/link_cell.html"

    def __init__(self, name: str, *, to: Any, words: Any, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.to, self.words = to, words

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        words = self.words(instance) if callable(self.words) else self.words
        return {"url": self.to(instance), "words": words, "about": str(instance)}


PageKindFilter = partial(
    MultipleContentTypeFilter,
    label="Type",
    queryset=lambda request: get_page_content_types(include_base_page_type=False),
    widget=forms.CheckboxSelectMultiple,
)


class ResourceFilterSet(WagtailFilterSet):
    """What published things are narrowed by: type, topic and place."""

    content_type = PageKindFilter()
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

    class Meta:
        model = ResourcePage
        fields: ClassVar[list[str]] = []
