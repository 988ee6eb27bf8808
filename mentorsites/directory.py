"""The directory as a list, a map or a table: the same sites, the same filters."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from hub.policies.tile_map import lay_out
from hub.resources.facets import PlaceLink, TermLink
from hub.resources.listing import Listing
from hub.resources.orders import Sort
from hub.taxonomy.models import Jurisdiction, Vocabulary

VIEWS = (("list", "List"), ("map", "Map"), ("table", "Table"))
# Words for each kind of tile, in the order of the legend; the kinds are those of the style sheet.
LEGEND = (
    ("law", "A site is open to requests"),
    ("new", "Sites, none open now"),
    ("", "No site yet"),
)
NUMBER_ON_TILES = "The number is how many sites there are. Each tile opens their list."


def view_of(request: HttpRequest) -> str:
    asked = request.GET.get("view", "")
    return asked if asked in dict(VIEWS) else VIEWS[0][0]


@dataclass(frozen=True)
class Way:
    """A link to another view of the same sites."""

    label: str
    url: str
    is_current: bool


def ways(request: HttpRequest) -> list[Way]:
    here = view_of(request)
    return [Way(label, _address(request, view=name), name == here) for name, label in VIEWS]


def _address(request: HttpRequest, **changes: str) -> str:
    parameters = request.GET.copy()
    parameters.pop("page", None)
    for name, value in changes.items():
        parameters[name] = value
    return f"?{parameters.urlencode()}#results"


@dataclass(frozen=True)
class SiteTile:
    """A state on the map of sites."""

    place: Jurisdiction
    column: str
    kind: str
    count: int
    open_count: int
    url: str

    @property
    def words(self) -> str:
        return dict(LEGEND)[self.kind].lower()

    @property
    def counted(self) -> str:
        if not self.count:
            return ""
        sites = "1 site" if self.count == 1 else f"{self.count} sites"
        return f"{sites}, {self.open_count} open"


def draw_sites(listing: Listing, request: HttpRequest) -> list[SiteTile]:
    """The map of what the listing shows, whatever state is chosen: two statements more."""
    state = next(facet for facet in listing.facet_list if facet.name == "state")
    counts = listing.counts_of(state)
    open_sites = listing.narrowed(leaving_out="state").filter(takes_requests=True)
    open_counts = {slug: n for _, slug, n in state.tally(open_sites)}
    return [
        SiteTile(
            place,
            column,
            _kind(counts.get(place.slug, 0), open_counts.get(place.slug, 0)),
            counts.get(place.slug, 0),
            open_counts.get(place.slug, 0),
            _address(request, view="list", state=place.slug),
        )
        for place, column in lay_out()
    ]


def _kind(count: int, open_count: int) -> str:
    if open_count:
        return "law"
    return "new" if count else ""


def first_word(vocabulary: Vocabulary) -> Subquery:
    """The first word of one list that a page carries, in the editors' order."""
    links = TermLink.objects.filter(resourcepage=OuterRef("pk"), term__vocabulary=vocabulary)
    return Subquery(links.order_by("term__sort_order", "pk").values("term__label")[:1])


def first_place() -> Subquery:
    links = PlaceLink.objects.filter(resourcepage=OuterRef("pk"))
    return Subquery(links.order_by("jurisdiction__name", "pk").values("jurisdiction__name")[:1])


# Name in the address → heading, and what it is ordered by; first what people look for first.
COLUMNS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "site": ("Site", ()),
    "place": ("Place", (first_place(),)),
    "community": ("Community", (first_word(Vocabulary.COMMUNITY_TYPE),)),
    "residents": ("Residents", (F("population_band__sort_order"), F("population"))),
    "agency": ("Lead agency", (F("lead_agency_type__label"),)),
    "model": ("Model", (first_word(Vocabulary.RESPONSE_MODEL),)),
    "open": ("Requests", (F("takes_requests"),)),
    "checked": ("Reviewed", (F("last_reviewed"),)),
}
# Where the end that people look for is the last one: the newest review, the open sites.
TURNED = {"open", "checked"}


def _is_down(name: str, *, backward: bool) -> bool:
    return backward != (name in TURNED)


def _ordered(name: str, *, backward: bool) -> Callable[[QuerySet], QuerySet]:
    _, keys = COLUMNS[name]
    is_down = _is_down(name, backward=backward)

    def apply(sites: QuerySet) -> QuerySet:
        ordered = {f"_by_{number}": key for number, key in enumerate(keys)}
        # What is not known stays at the end, whichever way round.
        orders = [
            F(alias).desc(nulls_last=True) if is_down else F(alias).asc(nulls_last=True)
            for alias in ordered
        ]
        by_title = "-title" if is_down and not keys else "title"
        return sites.alias(**ordered).order_by(*orders, by_title, "pk")

    return apply


TABLE_SORTS = tuple(
    Sort(f"{'-' if backward else ''}{name}", heading, _ordered(name, backward=backward))
    for name, (heading, _) in COLUMNS.items()
    for backward in (False, True)
)


@dataclass(frozen=True)
class Heading:
    """The head of a column. `direction` is for aria-sort, "" when it does not order the table."""

    label: str
    url: str
    direction: str


def headings(request: HttpRequest) -> list[Heading]:
    asked = request.GET.get("sort", "")
    return [
        Heading(
            label,
            _address(request, sort=f"-{name}" if asked == name else name),
            _direction(name, backward=asked != name) if asked.removeprefix("-") == name else "",
        )
        for name, (label, _) in COLUMNS.items()
    ]


def _direction(name: str, *, backward: bool) -> str:
    return "descending" if _is_down(name, backward=backward) else "ascending"
