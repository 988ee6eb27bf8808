"""Ways to narrow the directory that only mentor sites need."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from hub.resources.facets import Facet, PlaceLink
from hub.taxonomy.models import Jurisdiction

Kind = Jurisdiction.Kind
DRAWN = (Kind.STATE, Kind.DISTRICT, Kind.TERRITORY)
# A tribal nation is no part of a state, wherever its land lies: it is found by its own name.
NATION = Kind.TRIBAL


@dataclass(frozen=True)
class StateFacet(Facet):
    """The state that a site is in, also when it only names its county or its city."""

    name: str = "state"
    label: str = "State"

    def links(self, values: list[str]) -> QuerySet:
        return self._links().filter(state__in=values)

    def named(self, values: list[str], *, with_usual: bool) -> QuerySet:
        states = Jurisdiction.objects.on_the_map()
        return self._named(states if with_usual else states.filter(slug__in=values), "name")

    def tally(self, pages: QuerySet) -> QuerySet:
        links = self._links().filter(resourcepage_id__in=pages.order_by().values("pk"))
        return (
            links.exclude(state=None)
            .order_by()
            .values_list(Value(self.name, CharField()), "state")
            .annotate(n=Count("resourcepage_id", distinct=True))
        )

    def _links(self) -> QuerySet:
        """Links from sites to places with `state`: the place itself, or the one around it."""
        above = "jurisdiction__parents"
        state = Case(
            When(jurisdiction__kind__in=DRAWN, then=F("jurisdiction__slug")),
            When(**{f"{above}__kind__in": DRAWN}, then=F(f"{above}__slug")),
            When(**{f"{above}__parents__kind__in": DRAWN}, then=F(f"{above}__parents__slug")),
            output_field=CharField(),
        )
        return PlaceLink.objects.filter(~Q(jurisdiction__kind=NATION)).annotate(state=state)
