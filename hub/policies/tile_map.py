"""The map of the states as tiles: one cell each, so that small states count as much as large."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count

from hub.core.keeping import kept
from hub.taxonomy.models import Jurisdiction

from .models import PolicyPage
from .models.choices import IN_FORCE, MADE

# Row by row; a number is the column in which the next run of cells starts.
CELLS = (
    "1 AK 12 ME 11 VT NH 1 WA ID MT ND MN IL WI MI NY 11 RI MA "
    "1 OR NV WY SD IA IN OH PA NJ CT 1 CA UT CO NE MO KY WV VA MD DE "
    "2 AZ NM KS AR TN NC SC DC 4 OK LA MS AL GA 1 HI 4 TX 9 FL 11 PR VI 1 GU AS MP"
).split()
# Words for each kind of tile, in the order of the legend.
LEGEND = (
    ("law", "Law in force"),
    ("new", "Enacted or passed"),
    ("bill", "Bill or other record only"),
    ("", "Nothing recorded yet"),
)


@dataclass(frozen=True)
class Tile:
    """One state or territory. `kind` is law, new, bill or empty; `column` starts a run of cells."""

    place: Jurisdiction
    column: str
    kind: str
    count: int
    is_here: bool = False

    @property
    def words(self) -> str:
        return dict(LEGEND)[self.kind].lower()

    @property
    def counted(self) -> str:
        return f"{self.count} followed" if self.count else ""

    @property
    def url(self) -> str:
        return self.place.get_absolute_url()


def lay_out() -> Iterator[tuple[Jurisdiction, str]]:
    """The places of the map in the order of its cells, each with the column that starts a run."""
    places = {place.code: place for place in Jurisdiction.objects.on_the_map()}
    column = ""
    for cell in CELLS:
        if cell.isdigit():
            column = f"c{cell}"
        elif cell in places:
            yield places[cell], column
            column = ""


def draw_tiles(
    statuses: Mapping[int, dict[str, int]], here: Jurisdiction | None = None
) -> list[Tile]:
    """The whole map in one statement; `statuses` by place color it, `here` is marked."""
    tiles = []
    for place, column in lay_out():
        found = statuses.get(place.pk, {})
        tiles.append(
            Tile(place, column, kind_of(found), sum(found.values()), is_here=place == here)
        )
    return tiles


def statuses_by_place(reader) -> dict[int, dict[str, int]]:
    """Place → policy status → how many; for places with any."""
    return kept("tiles", reader, lambda: _statuses(reader))


def _statuses(reader) -> dict[int, dict[str, int]]:
    rows = (
        PolicyPage.objects.visible_to(reader)
        .order_by()
        .values_list("jurisdiction_id", "status")
        .annotate(n=Count("pk"))
    )
    statuses: dict[int, dict[str, int]] = {}
    for place, status, n in rows:
        statuses.setdefault(place, {})[status] = n
    return statuses


def kind_of(statuses: Iterable[str]) -> str:
    """What the strongest of these policy statuses makes of a tile."""
    if IN_FORCE & set(statuses):
        return "law"
    if MADE & set(statuses):
        return "new"
    return "bill" if statuses else ""
