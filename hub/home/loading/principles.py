"""The principles, in the brief's own words."""

from hub.principles.models import PrinciplePage

from .context import Loading
from .reading import Record, blamed, read_records

SHELF = "pages/principles"


def load_principles(loading: Loading) -> None:
    shelf = loading.ledger.row(SHELF)
    records = read_records(loading.folder, "principles.json", within="principles", named_by="slug")
    for record in records:
        with blamed(record):
            loading.tree.put(
                record, PrinciplePage, shelf, _values(loading, record), note=record.get("note", "")
            )
    loading.tree.finish()


def _values(loading: Loading, record: Record) -> dict:
    return {
        "title": record["title"],
        "slug": record["slug"],
        "quotation": record["quotation"],
        "section": record.get("section", ""),
        "is_core": record.get("core", False),
        "sort_order": record["order"],
        "topics": loading.words.topics(record, record.get("topics", [])),
    }
