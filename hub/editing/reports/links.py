from collections.abc import Callable

import django_filters  # type: ignore[import-untyped]  # it ships none
from django import forms
from django.db.models import QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from ..desk import link_uses
from ..models import LinkUse, OutgoingLink
from .tables import DeskReport, LinkColumn, edit_url

LINKS = OutgoingLink.objects
# What the report can show beside the broken ones.
STATES: dict[str, tuple[str, Callable[[], QuerySet[OutgoingLink]]]] = {
    "in-doubt": ("Failed on one day so far", LINKS.in_doubt),
    "moved": ("Leads on to another address", LINKS.moved),
    "unasked": ("Not looked at yet", LINKS.unasked),
    "all": ("Every link", LINKS.all),
}


class LinkFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="Which",
        choices=[(word, label) for word, (label, _) in STATES.items()],
        empty_label="Broken",
        method="keep_all",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = LinkUse
        fields: list[str] = []  # as Django reads it

    def keep_all(self, uses: QuerySet, name: str, value: str) -> QuerySet:
        # The view gives the rows of the state that is asked for.
        return uses


class LinksView(DeskReport):
    page_title = "Broken links"
    header_icon = "link"
    model = LinkUse
    index_url_name = "link_report"
    index_results_url_name = "link_report_results"
    filterset_class = LinkFilterSet
    no_results_message = (
        "No such link is known. Links are looked at only where whoever runs the hub said so."
    )
    columns = [
        TitleColumn(
            "page", label="Page", accessor="page.title", get_url=lambda use: edit_url(use.page)
        ),
        LinkColumn(
            "url", label="Leads to", to=lambda use: use.link.url, words=lambda use: use.link.url
        ),
        Column("found", label="Found", accessor="link.in_words"),
        # In words and not to be followed: a stranger's server named it.
        Column("moved_to", label="Leads on to", accessor="link.moved_to"),
        DateColumn("since", label="Since", accessor="link.failing_since"),
    ]
    list_export = [
        "page.title",
        "link.url",
        "link.in_words",
        "link.moved_to",
        "link.failing_since",
    ]
    export_headings = {
        "page.title": "Page",
        "link.url": "Leads to",
        "link.in_words": "Found",
        "link.moved_to": "Leads on to",
        "link.failing_since": "Since",
    }
    export_filename = "links"

    def get_rows(self) -> QuerySet:
        _, links = STATES.get(self.request.GET.get("state", ""), ("", LINKS.broken))
        return link_uses(self.request.user, self.now).filter(link__in=links().values("pk"))
