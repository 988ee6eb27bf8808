"""What editors put on top for certain words (Wagtail's promoted search results)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from hub.core.visibility import visible_pages

from .asked import Asked


@dataclass(frozen=True)
class Promoted:
    title: str
    url: str
    description: str


def promoted_for(asked: Asked, *, reader: Any, at: datetime) -> list[Promoted]:
    """On the first page of an unfiltered search: what was chosen for exactly these words.

    Costs one statement, and one more when there is a page to pass the gate.
    """
    if not asked.query or asked.chosen or asked.page > 1:
        return []
    chosen = list(
        SearchPromotion.objects.filter(query__query_string=asked.query.lower())
        .select_related("page")
        .order_by("sort_order", "pk")
    )
    pages = [one.page_id for one in chosen if one.page_id]
    seen = (
        set(
            visible_pages(Page.objects.filter(pk__in=pages), reader, at).values_list(
                "pk", flat=True
            )
        )
        if pages
        else set()
    )
    return [
        Promoted(
            one.page.title if one.page else one.external_link_text,
            one.page.url if one.page else one.external_link_url,
            one.description,
        )
        for one in chosen
        if not one.page_id or one.page_id in seen
    ]
