"""By which facets a program may narrow: those of the type's shelf, under the names of its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import QueryDict
from wagtail.api.v2.utils import BadRequestError

from hub.resources.facets import MOST_VALUES, ChoiceFacet, Facet, PlaceFacet, TermFacet, TopicFacet
from hub.resources.listing import Listing
from hub.resources.models import ResourceIndexPage, ResourcePage
from hub.resources.standing import STANDINGS
from hub.taxonomy.models import Vocabulary
from mentorsites.models import MentorSitePage

VOCABULARIES = (
    Vocabulary.COMMUNITY_TYPE,
    Vocabulary.RESPONSE_MODEL,
    Vocabulary.STAGE,
    Vocabulary.DISCIPLINE,
    Vocabulary.ENCOUNTER_TYPE,
    Vocabulary.POPULATION,
)


@dataclass(frozen=True)
class StandingFacet(ChoiceFacet):
    """Where things of all types stand; `choices` are pairs of a value and what is stored for it."""

    def narrow(self, pages: QuerySet, values: list[str], *, is_common: bool = False) -> QuerySet:
        stored = dict(self.choices)
        return pages.filter(standing__in=[stored[value] for value in values])


def _standings(kind: str) -> tuple[tuple[str, str], ...]:
    keys = [key for key in STANDINGS if key.startswith(f"{kind}:")]
    return tuple((key.partition(":")[2], key) for key in keys)


OF_EVERYTHING: tuple[Facet, ...] = (
    TopicFacet(),
    PlaceFacet(),
    *(TermFacet(vocabulary.value, str(vocabulary.label)) for vocabulary in VOCABULARIES),
)
OPEN = StandingFacet("open", "Mentor sites", choices=(("yes", "mentor:open"),))
OF_MIXED_LISTS: tuple[Facet, ...] = (
    StandingFacet("evidence", "Evidence", choices=_standings("evidence")),
    StandingFacet("status", "Policy status", choices=_standings("policy")),
    OPEN,
)


@cache
def facets_of(model: Any) -> dict[str, Facet]:
    """Name → facet. Only published things have any."""
    if not issubclass(model, ResourcePage):
        return {}
    own = OF_MIXED_LISTS if model is ResourcePage else _facets_of_shelf(model)
    return {str(facet.name): facet for facet in (*OF_EVERYTHING, *own)}


def _facets_of_shelf(model: type[ResourcePage]) -> Iterable[Facet]:
    for shelf in apps.get_models():
        if issubclass(shelf, ResourceIndexPage) and shelf.listed_model is model:
            yield from shelf.facets
            if model is MentorSitePage:
                # The same as one of its values, under the name that the search has for it.
                yield OPEN


def narrowed(pages: Any, parameters: QueryDict) -> Any:
    """`pages` under every facet that is asked for; values of one facet widen, facets narrow."""
    facets = facets_of(pages.model)
    asked = [facet for name, facet in facets.items() if parameters.get(name)]
    if not asked:
        return pages
    for facet in asked:
        _check_values(facet, parameters)
    return Listing(pages, parameters, facets=asked).narrowed()


def _check_values(facet: Facet, parameters: QueryDict) -> None:
    values = {value for value in parameters.getlist(facet.name) if value}
    if values <= set(facet.chosen(parameters)) and "".join(values).isprintable():
        return
    if isinstance(facet, ChoiceFacet):
        known = ", ".join(str(value) for value, _ in facet.choices)
        raise BadRequestError(f"{facet.name} must be one of {known}")
    raise BadRequestError(f"{facet.name} must be a word of the hub, and at most {MOST_VALUES}")
