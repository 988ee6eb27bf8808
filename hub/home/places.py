"""Everything the hub knows about one place, on one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from hub.core.keeping import kept
from hub.resources.models import ResourcePage, ResourceQuerySet
from hub.taxonomy.models import Jurisdiction
from mentorsites.models import MentorSitePage

from .kinds import PLURALS

# Place → policy status → how many, as hub.policies.tile_map.statuses_by_place() finds them.
Statuses = Mapping[int, dict[str, int]]
SHOWN_OF_EACH_KIND = 6
CHANGES_SHOWN = 5


@dataclass(frozen=True)
class KindAtPlace:
    """One type of thing at a place: the newest few, how many there are, and where the rest is."""

    name: str
    noun: str
    heading: str
    total: int
    items: list[ResourcePage]

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.items)

    @property
    def shelf_url(self) -> str:
        """Where all of them are: what is published lies directly below its shelf."""
        return self.items[0].url.rstrip("/").rpartition("/")[0] + "/"


@dataclass(frozen=True)
class PlaceGroup:
    """Places of the same sort, for the table of all places."""

    label: str
    places: list[Jurisdiction]


_KINDS = Jurisdiction.Kind
# In the order of the table; tribal nations stand by name among their equals, not below a state.
GROUPS = (
    ("Federal", {_KINDS.FEDERAL}),
    ("States and the District of Columbia", {_KINDS.STATE, _KINDS.DISTRICT}),
    ("Territories", {_KINDS.TERRITORY}),
    ("Tribal nations", {_KINDS.TRIBAL}),
    (
        "Cities, counties and regions",
        {_KINDS.CITY, _KINDS.COUNTY, _KINDS.CONSOLIDATED, _KINDS.REGION},
    ),
)


def describe_places(reader: Any, statuses: Statuses) -> list[PlaceGroup]:
    """All places in groups, without the groups that have none."""
    places = with_counts(Jurisdiction.objects.by_name(), counts_by_place(reader, statuses))
    groups = [
        PlaceGroup(label, [place for place in places if place.kind in kinds])
        for label, kinds in GROUPS
    ]
    return [group for group in groups if group.places]


def describe_place(place: Jurisdiction, reader: Any, statuses: Statuses) -> dict[str, Any]:
    """Context for a place's page. Its number of statements does not grow with what is there."""
    here = ResourcePage.objects.visible_to(reader).in_place(place)
    found = kept(f"place:{place.pk}", reader, lambda: _look_at(here))
    # What was found may be a minute old; who may see it is asked again.
    keys = {*found.newest, *found.changed}
    pages = ResourcePage.objects.filter(pk__in=keys).visible_to(reader).with_cards().in_bulk()
    counts = counts_by_place(reader, statuses)
    return {
        "kinds": kinds_at(found, pages),
        "changes": [pages[key] for key in found.changed if key in pages],
        "federal": 0 if place.is_federal else counts.federal,
        "neighbors": with_counts(place.neighbors.by_name(), counts),
        "parents": list(place.parents.all()),
        "children": with_counts(place.children.by_name(), counts),
        "children_title": "States and territories" if place.is_federal else f"Within {place.name}",
    }


@dataclass(frozen=True)
class Found:
    """What is at a place: how many of each content type, the newest of each, what changed last."""

    totals: dict[int, int]
    newest: list[int]
    changed: list[int]


def _look_at(here: ResourceQuerySet) -> Found:
    """Looks at everything at a place, in three statements."""
    totals = dict(here.order_by().values_list("content_type").annotate(n=Count("pk")))
    ranked = here.annotate(
        rank=Window(
            RowNumber(),
            partition_by=F("content_type"),
            order_by=[F("first_published_at").desc(), F("pk").desc()],
        )
    )
    newest = ranked.filter(rank__lte=SHOWN_OF_EACH_KIND).newest_first()
    changed = here.filter(last_published_at__isnull=False).order_by("-last_published_at", "-pk")
    return Found(
        totals,
        [page.pk for page in newest.only("pk")],
        list(changed.values_list("pk", flat=True)[:CHANGES_SHOWN]),
    )


def kinds_at(found: Found, pages: dict[int, ResourcePage]) -> list[KindAtPlace]:
    """What is at a place by type: law first, then whom to ask, then what to learn from."""
    types = ContentType.objects.get_for_models(*PLURALS)
    newest = [pages[key] for key in found.newest if key in pages]
    kinds = []
    for model, plural in PLURALS.items():
        key = types[model].pk
        items = [page for page in newest if page.content_type_id == key]
        if items:
            noun = plural if found.totals[key] > 1 else model.kind_label.lower()
            name = model._meta.model_name or ""
            kinds.append(KindAtPlace(name, noun, plural.capitalize(), found.totals[key], items))
    return kinds


@dataclass(frozen=True)
class PlaceCounts:
    """Place → how many policies, how many mentor sites; and how many federal policies."""

    policies: dict[int, int]
    sites: dict[int, int]
    federal: int


def counts_by_place(reader: Any, statuses: Statuses) -> PlaceCounts:
    return kept("places", reader, lambda: _count_by_place(reader, statuses))


def _count_by_place(reader: Any, statuses: Statuses) -> PlaceCounts:
    policies = {place: sum(n.values()) for place, n in statuses.items()}
    federal = Jurisdiction.objects.filter(kind=Jurisdiction.Kind.FEDERAL).values_list("pk")
    sites = MentorSitePage.objects.visible_to(reader).of_its_kind().order_by()
    at_places = sites.filter(jurisdictions__isnull=False).values_list("jurisdictions")
    return PlaceCounts(
        policies,
        dict(at_places.annotate(n=Count("pk"))),
        sum(policies.get(place, 0) for (place,) in federal),
    )


def with_counts(places: QuerySet, counts: PlaceCounts) -> list[Jurisdiction]:
    """Places with `policy_count` and `mentor_count`."""
    found = list(places)
    for place in found:
        place.policy_count = counts.policies.get(place.pk, 0)
        place.mentor_count = counts.sites.get(place.pk, 0)
    return found
