"""Shelves of published things, partners and principles."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from hub.core.open_data import plain
from hub.directory.models import OrganizationPage, PartnerIndexPage
from hub.principles.models import PrincipleIndexPage, PrinciplePage
from hub.resources.listing import Listing
from hub.resources.models import ResourceIndexPage, ResourcePage
from hub.taxonomy.models import Vocabulary

from .base import CHUNK, ListFile, Row

# Column → the list of words that it holds.
WORDS = {
    "community_types": Vocabulary.COMMUNITY_TYPE,
    "response_models": Vocabulary.RESPONSE_MODEL,
    "disciplines": Vocabulary.DISCIPLINE,
    "stages": Vocabulary.STAGE,
    "encounter_types": Vocabulary.ENCOUNTER_TYPE,
    "populations": Vocabulary.POPULATION,
}
BASIC = ("id", "uuid", "url", "kind", "title", "summary")
COMMON = (
    *BASIC,
    "standing",
    "standing_as_of",
    "topics",
    "places",
    *WORDS,
    "last_reviewed",
    "review_due",
    "published",
    "updated",
    "license",
    "credits",
    "is_sample",
)


def list_of_shelf(shelf: ResourceIndexPage, request: HttpRequest) -> ListFile:
    """What the page of the shelf lists for this reader, without its division into pages."""
    sorts = shelf.get_sorts(request)
    options: dict[str, Any] = {"sorts": sorts} if sorts else {}
    listing = Listing(shelf.get_pages(request), request.GET, facets=shelf.facets, **options)
    columns = shelf.listed_model.open_columns
    pages = listing.sort.apply(listing.narrowed()).select_related(*_joined(shelf.listed_model))
    rows = resource_rows(pages.with_facets(), request, columns)
    return ListFile(shelf.slug, (*COMMON, *columns), rows)


def _joined(model: type[ResourcePage]) -> list[str]:
    """Rows that the columns are named after, fetched with each page."""
    names = {field.name for field in model._meta.fields if field.is_relation}
    return [name for name in model.open_columns if name in names] or ["content_type"]


def resource_rows(pages: Any, request: HttpRequest, columns: tuple[str, ...] = ()) -> Iterator[Row]:
    """A row for each of `pages`, which must have come through the gate and with_facets()."""
    for page in pages.iterator(chunk_size=CHUNK):
        yield _common(page, request) | own_columns(page, columns)


def own_columns(page: Page, columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(page, name)) for name in columns}


def basics(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": page.pk,
        "uuid": str(page.translation_key),
        "url": request.build_absolute_uri(page.get_url(request) or "/"),
        "title": page.title,
        "summary": page.describe_in_brief(),
    }


def _common(page: ResourcePage, request: HttpRequest) -> dict[str, Any]:
    words = {name: _labels(page, vocabulary) for name, vocabulary in WORDS.items()}
    return {
        **basics(page, request),
        "kind": page.card_kind,
        "standing": page.standing_text,
        "standing_as_of": plain(page.standing_as_of),
        "topics": [tagged.tag.name for tagged in page.tagged_topics.all()],
        "places": [place.name for place in page.jurisdictions.all()],
        **words,
        "last_reviewed": plain(page.last_reviewed),
        "review_due": plain(page.review_due),
        "published": plain(page.first_published_at),
        "updated": plain(page.last_changed),
        "license": page.license,
        "credits": page.credits,
        "is_sample": page.is_sample,
    }


def _labels(page: ResourcePage, vocabulary: str) -> list[str]:
    return [term.label for term in page.terms_in(vocabulary)]


def list_of_partners(shelf: PartnerIndexPage, request: HttpRequest) -> ListFile:
    pages = OrganizationPage.objects.child_of(shelf).visible_to(request.user).by_title()
    columns = OrganizationPage.open_columns
    return ListFile(shelf.slug, (*BASIC, *columns), _simple(pages, request, columns))


def list_of_principles(shelf: PrincipleIndexPage, request: HttpRequest) -> ListFile:
    pages = PrinciplePage.objects.child_of(shelf).visible_to(request.user).in_order()
    columns = PrinciplePage.open_columns
    return ListFile(shelf.slug, (*BASIC, *columns), _simple(pages, request, columns))


def _simple(pages: Any, request: HttpRequest, columns: tuple[str, ...]) -> Iterator[Row]:
    for page in pages.iterator(chunk_size=CHUNK):
        kind = {"kind": page.kind_label}
        yield basics(page, request) | kind | own_columns(page, columns)
