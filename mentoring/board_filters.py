"""What the board can be narrowed to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from hub.taxonomy.models import Jurisdiction, Term, Vocabulary

from .due import overdue_at

AGES = (3, 7, 14, 30)


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the filters: (value, words)."""

    regions: list[tuple[str, str]]
    states: list[tuple[str, str]]
    disciplines: list[tuple[str, str]]
    ages: list[tuple[str, str]] = field(
        default_factory=lambda: [(str(days), f"{days} days or more") for days in AGES]
    )


@dataclass(frozen=True)
class Filters:
    """What the address asks for; the unknown is ignored."""

    age: str = ""
    region: str = ""
    state: str = ""
    discipline: str = ""
    assigned: str = ""
    overdue: str = ""

    @classmethod
    def read(cls, chosen: Mapping[str, str]) -> "Filters":
        return cls(**{name: chosen.get(name, "")[:80] for name in cls.__dataclass_fields__})

    @property
    def is_narrowed(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)

    def narrow(self, requests: Any, reader: Any, *, at: datetime) -> Any:
        if self.age in map(str, AGES):
            requests = requests.filter(submitted_at__lte=at - timedelta(days=int(self.age)))
        if self.region:
            requests = requests.filter(_in_places(Q(census_region=self.region)))
        if self.state:
            requests = requests.filter(_in_places(Q(slug=self.state)))
        if self.discipline:
            requests = requests.filter(discipline__slug=self.discipline)
        if self.assigned == "me":
            requests = requests.filter(assigned_to=reader)
        if self.assigned == "nobody":
            requests = requests.filter(assigned_to=None)
        return requests.filter(overdue_at(at)) if self.overdue else requests


def _in_places(which: Q) -> Q:
    """In a place of these, or in one that lies in it: a county in its state."""
    places = Jurisdiction.objects.filter(which).order_by()
    within = Jurisdiction.parents.through.objects.filter(to_jurisdiction__in=places.values("pk"))
    return Q(place__in=places.values("pk")) | Q(place__in=within.values("from_jurisdiction"))


def choices() -> Choices:
    """Regions, states and disciplines to choose from: two statements."""
    places = list(
        Jurisdiction.objects.on_the_map().by_name().values_list("slug", "name", "census_region")
    )
    regions = sorted({region for _, _, region in places if region})
    disciplines = Term.objects.of(Vocabulary.DISCIPLINE).in_order()
    return Choices(
        regions=[(region, region) for region in regions],
        states=[(slug, name) for slug, name, _ in places],
        disciplines=list(disciplines.values_list("slug", "label")),
    )
