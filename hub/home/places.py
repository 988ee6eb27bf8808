"""Everything the hub knows about one place, on one page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from hub.policies.models import PolicyPage
from hub.resources.models import ResourcePage
from hub.taxonomy.models import Jurisdiction
from mentorsites.models import MentorSitePage

from .kinds import PLURALS

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


def describe_places(reader: Any) -> list[PlaceGroup]:
    """All places in groups, without the groups that have none."""
    places = with_counts(Jurisdiction.objects.by_name(), reader)
    groups = [
        PlaceGroup(label, [place for place in places if place.kind in kinds])
        for label, kinds in GROUPS
    ]
    return [group for group in groups if group.places]


def describe_place(place: Jurisdiction, reader: Any) -> dict[str, Any]:
    """Context for a place's page. Its number of statements does not grow with what is there."""
    here = ResourcePage.objects.visible_to(reader).in_place(place)
    changes = here.filter(last_published_at__isnull=False).order_by("-last_published_at", "-pk")
    return {
        "kinds": kinds_at(here),
        "changes": list(changes.with_cards()[:CHANGES_SHOWN]),
        "federal": _federal_policies(place, reader),
        "neighbors": with_counts(place.neighbors.by_name(), reader),
        "parents": list(place.parents.all()),
        "children": with_counts(place.children.by_name(), reader),
        "children_title": "States and territories" if place.is_federal else f"Within {place.name}",
    }


def kinds_at(here: QuerySet) -> list[KindAtPlace]:
    """What is at a place by type: law first, then whom to ask, then what to learn from."""
    types = ContentType.objects.get_for_models(*PLURALS)
    totals = dict(here.order_by().values_list("content_type").annotate(n=Count("pk")))
    ranked = here.annotate(
        rank=Window(
            RowNumber(),
            partition_by=F("content_type"),
            order_by=[F("first_published_at").desc(), F("pk").desc()],
        )
    )
    newest = list(ranked.filter(rank__lte=SHOWN_OF_EACH_KIND).newest_first().with_cards())
    return [
        KindAtPlace(
            name=model._meta.model_name or "",
            noun=PLURALS[model] if totals[types[model].pk] > 1 else model.kind_label.lower(),
            heading=PLURALS[model].capitalize(),
            total=totals[types[model].pk],
            items=[page for page in newest if page.content_type_id == types[model].pk],
        )
        for model in PLURALS
        if types[model].pk in totals
    ]


def _federal_policies(place: Jurisdiction, reader: Any) -> int:
    if place.is_federal:
        return 0
    federal = PolicyPage.objects.visible_to(reader)
    return federal.filter(jurisdiction__kind=Jurisdiction.Kind.FEDERAL).count()


def with_counts(places: QuerySet, reader: Any) -> list[Jurisdiction]:
    """Places with `policy_count` and `mentor_count` as `reader` may see them."""
    policies = PolicyPage.objects.visible_to(reader).filter(jurisdiction=OuterRef("pk"))
    sites = MentorSitePage.objects.visible_to(reader).filter(jurisdictions=OuterRef("pk"))
    return list(places.annotate(policy_count=_number_of(policies), mentor_count=_number_of(sites)))


def _number_of(pages: QuerySet) -> Coalesce:
    counted = pages.order_by().annotate(_all=F("depth") * 0).values("_all")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)
