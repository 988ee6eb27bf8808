"""Published pages of every type, by what the type itself says is searched."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from wagtail.models import Page
from wagtail.search.index import SearchField

from hub.core.models import BaseIndexPage, BasePage
from hub.core.visibility import visible_pages
from hub.resources.models import ResourcePage

from ..adapter.extraction import text_of
from ..audiences import audience_of
from ..kinds import SECTION
from .base import Draft, Source

# Where a type keeps the words that stand for it in lists.
SUMMARIES = ("summary", "quotation", "search_description")
LONGEST_SUMMARY = 600


class PageSource(Source):
    name = "page"

    def keys(self) -> Iterable[int]:
        return Page.objects.filter(depth__gte=2).order_by("pk").values_list("pk", flat=True)

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        pages = Page.objects.filter(pk__in=list(keys), depth__gte=2).specific()
        return [draft_of(page) for page in pages if _is_findable(page)]

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        pages = visible_pages(Page.objects.filter(pk__in=list(keys)), reader, at)
        return set(pages.order_by().values_list("pk", flat=True))


def _is_findable(page: Page) -> bool:
    return isinstance(page, BasePage) and page.live and bool(page.url)


def draft_of(page: Any) -> Draft:
    """The draft of one published page, complete with its own fields."""
    draft = Draft(
        object_id=page.pk,
        kind=kind_of(type(page)),
        title=page.title,
        url=page.get_absolute_url(),
        summary=_summary(page),
        text=_text(page),
        audience=audience_of(page),
        visible_from=page.go_live_at,
        visible_until=page.expire_at,
        published_at=page.first_published_at,
    )
    draft.facets.add(f"kind:{draft.kind}")
    if page.first_published_at:
        draft.facets.add(f"year:{page.first_published_at.year}")
    if isinstance(page, ResourcePage):
        _describe_resource(page, draft)
    return draft


def kind_of(model: type[Page]) -> str:
    """What a type is called among the kinds: shelves and plain pages are sections of the hub."""
    label = getattr(model, "kind_label", BasePage.kind_label)
    if issubclass(model, BaseIndexPage) or label == BasePage.kind_label:
        return SECTION
    return str(model._meta.model_name)


def _summary(page: Any) -> str:
    found = (text_of(getattr(page, name, "")) for name in SUMMARIES)
    return next((text for text in found if text), "")[:LONGEST_SUMMARY]


def _text(page: Any) -> str:
    """Everything the type says is searched, but its title and its summary."""
    texts = [
        text_of(field.get_value(page))
        for field in page.get_search_fields()
        if isinstance(field, SearchField) and field.field_name not in {"title", *SUMMARIES}
    ]
    return "\n".join(text.strip() for text in texts if text.strip())


def _describe_resource(page: Any, draft: Draft) -> None:
    topics = list(page.topics.all())
    places = list(page.jurisdictions.all())
    terms = list(page.terms.all())
    draft.keywords = "\n".join(
        [topic.name for topic in topics]
        + [place.name for place in places]
        + [term.label for term in terms]
        + [page.kind_label, page.standing_badge.text if page.standing_badge else ""]
    )
    draft.facets |= {f"topic:{topic.slug}" for topic in topics}
    draft.facets |= {f"place:{place.slug}" for place in places}
    draft.facets |= {f"{term.vocabulary}:{term.slug}" for term in terms}
    draft.place_names = ", ".join(place.name for place in places)[:500]
    draft.reviewed_on, draft.review_due = page.last_reviewed, page.review_due
    draft.standing, draft.standing_as_of = page.standing, page.standing_as_of
    draft.is_sample = page.is_sample
    group, _, value = page.standing.partition(":")
    if group in {"evidence", "policy"}:
        draft.facets.add(f"{group}:{value}")
    elif page.standing == "mentor:open":
        draft.facets.add("open:yes")
