"""The nation, its states and territories, some localities, and who borders on whom."""

from django.db.models import Q
from django.utils.text import slugify

from hub.taxonomy.models import Jurisdiction

from .context import Loading
from .reading import Record, blamed, read_records

FILE = "jurisdictions.json"
NEIGHBORS = "neighbors.json"
LOCAL_KINDS = {
    "city": Jurisdiction.Kind.CITY,
    "county": Jurisdiction.Kind.COUNTY,
    "consolidated city-county": Jurisdiction.Kind.CONSOLIDATED,
}
TEXTS = ["postal", "fips", "ocd_division", "openstates_jurisdiction"]
TEXTS += ["census_region", "census_division"]
NUMBERS = ["legiscan_state_id", "hhs_region"]


def load_places(loading: Loading) -> None:
    filled = []
    for record in _read(loading):
        with blamed(record):
            place = _fill(loading, record)
            if place is not None:
                filled.append((record, place))
    loading.words.refresh()
    # Only now does every place that another one names exist.
    for record, place in filled:
        with blamed(record):
            parent = record.get("parent")
            place.parents.set(loading.words.places(record, [parent] if parent else []))
            place.neighbors.set(loading.words.places(record, record.get("neighbors", [])))
    for record, place in filled:
        loading.ledger.close(record, place)


def _read(loading: Loading) -> list[Record]:
    records = read_records(loading.folder, FILE, within="jurisdictions", named_by="code")
    neighbors = _read_neighbors(loading, {record.name for record in records})
    return [
        Record(
            record.file,
            record.number,
            record.name,
            {**record.data, "neighbors": neighbors.get(record.name, [])},
        )
        for record in records
    ]


def _read_neighbors(loading: Loading, codes: set[str]) -> dict[str, list[str]]:
    records = read_records(loading.folder, NEIGHBORS, within="neighbors", named_by="code")
    neighbors: dict[str, list[str]] = {record.name: record["neighbors"] for record in records}
    for record in records:
        if record.name not in codes:
            raise record.error(f"{FILE} has no such place.")
        for code in neighbors[record.name]:
            if record.name not in neighbors.get(code, []):
                raise record.error(f"it names {code}, which does not name it.")
    return neighbors


def _fill(loading: Loading, record: Record) -> Jurisdiction | None:
    slug = _slug(record)
    existing = Jurisdiction.objects.filter(Q(code=record.name) | Q(slug=slug))
    place = loading.ledger.open(record, Jurisdiction, existing)
    if place is None:
        return None
    place.code, place.slug, place.name = record.name, slug, record["name"]
    place.kind = _kind(record)
    place.aliases = record.get("aliases", [])
    for name in TEXTS:
        setattr(place, name, record.get(name, ""))
    for name in NUMBERS:
        setattr(place, name, record.get(name))
    place.full_clean()
    place.save()
    return place


def _kind(record: Record) -> str:
    if record["kind"] != "local":
        return record["kind"]
    kind = record["local_kind"]
    if kind not in LOCAL_KINDS:
        raise record.error(f"“{kind}” is not a kind of locality.")
    return LOCAL_KINDS[kind]


def _slug(record: Record) -> str:
    if record["kind"] != "local":
        return slugify(record["name"])
    # US-NM-albuquerque: places share names, so the state comes with it.
    _, state, place = record.name.split("-", 2)
    return slugify(f"{place}-{state}")
