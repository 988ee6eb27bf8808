"""What a row of results shows, fetched for one page of hits at a time."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from hub.core.visibility import visible_pages
from hub.resources.models import ResourcePage

from .hits import Hit

# Where a type keeps the words that stand for it in lists.
SUMMARIES = {"summary", "quotation"}


def rows_for(hits: Sequence[Hit], reader: Any) -> list[Page]:
    """The pages of these hits with a summary and, if they have one, a standing: four statements."""
    wanted = [hit.pk for hit in hits]
    rows: dict[int, Page] = dict(
        ResourcePage.objects.visible_to(reader).with_cards().in_bulk(wanted)
    )
    others = [pk for pk in wanted if pk not in rows]
    if others:
        rows |= _other_rows(others, reader)
    return [rows[pk] for pk in wanted if pk in rows]


def _other_rows(wanted: list[int], reader: Any) -> dict[int, Page]:
    rows = visible_pages(Page.objects.all(), reader).in_bulk(wanted)
    summaries = _summaries(list(rows.values()))
    for pk, row in rows.items():
        row.summary = summaries.get(pk, row.search_description)
    return rows


def _summaries(pages: list[Page]) -> dict[int, str]:
    """Page → its words for lists, in one statement for any number of types."""
    wanted = [page.pk for page in pages]
    questions = [
        model._default_manager.filter(pk__in=wanted).order_by().values_list("pk", column.name)
        for model in {page.specific_class for page in pages}
        if model
        for column in model._meta.concrete_fields
        if column.name in SUMMARIES
    ]
    return dict(questions[0].union(*questions[1:], all=True)) if questions else {}
