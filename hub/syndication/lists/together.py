"""Everything published on a topic or at a place, whatever its type."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest

from hub.resources.facets import Facet, KindFacet, PlaceFacet, TermFacet, TopicFacet
from hub.resources.listing import Listing
from hub.resources.models import ResourcePage
from hub.resources.orders import BY_NEWEST, BY_REVIEW
from hub.search.facets import LISTED
from hub.search.kinds import kinds
from hub.taxonomy.models import Jurisdiction, Topic

from .base import ListFile
from .pages import COMMON, resource_rows


@dataclass(frozen=True)
class StandingFacet(Facet):
    """Where a thing stands, in the words of the search: evidence, status of a law, open sites."""

    # What stands before the value in the column, and what the search's value is called there.
    prefix: str = ""
    renamed: tuple[tuple[str, str], ...] = ()

    def narrow(self, pages: QuerySet, values: list[str], *, is_common: bool = False) -> QuerySet:
        names = dict(self.renamed)
        return pages.filter(
            standing__in=[f"{self.prefix}:{names.get(value, value)}" for value in values]
        )


@dataclass(frozen=True)
class YearFacet(Facet):
    def narrow(self, pages: QuerySet, values: list[str], *, is_common: bool = False) -> QuerySet:
        years = [int(value) for value in values if value.isascii() and value.isdecimal()]
        known = [year for year in years if 1900 < year < 2200]
        return pages.filter(first_published_at__year__in=known)


def published_models() -> tuple[type[ResourcePage], ...]:
    """Every type of published thing."""
    return tuple(
        model
        for model in ResourcePage.__subclasses__()
        if not model._meta.abstract and str(model._meta.model_name) in kinds()
    )


def facets_of_everything() -> tuple[Facet, ...]:
    """The filters of the search, under the names that they have there."""
    return (
        KindFacet(models=published_models()),
        TopicFacet(),
        PlaceFacet(),
        *(TermFacet(vocabulary.value, vocabulary.label) for vocabulary in LISTED),
        StandingFacet("evidence", "Evidence", prefix="evidence"),
        StandingFacet("policy", "Policy status", prefix="policy"),
        StandingFacet("open", "Mentor sites", prefix="mentor", renamed=(("yes", "open"),)),
        YearFacet("year", "Year added"),
    )


def list_on_topic(topic: Topic, request: HttpRequest) -> ListFile:
    pages = ResourcePage.objects.visible_to(request.user).about(topic)
    return _list(pages, request, f"topic-{topic.slug}")


def list_at_place(place: Jurisdiction, request: HttpRequest) -> ListFile:
    pages = ResourcePage.objects.visible_to(request.user).in_place(place)
    return _list(pages, request, f"place-{place.slug}")


def _list(pages: Any, request: HttpRequest, name: str) -> ListFile:
    sorts = (BY_NEWEST, BY_REVIEW)
    listing = Listing(pages, request.GET, facets=facets_of_everything(), sorts=sorts)
    # What each row is called needs the names of the types: one statement for all of them.
    ContentType.objects.get_for_models(*published_models())
    ordered = listing.sort.apply(listing.narrowed())
    return ListFile(name, COMMON, resource_rows(ordered.with_facets(), request))
