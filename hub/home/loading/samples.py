"""Made-up practices, cases and the rest, which show how the hub works until real ones come."""

from typing import Any

from casestudies.models import CaseStudyPage
from hub.events.models import EventPage
from hub.guidelines.models import GuidelinePage
from hub.library.models import LibraryItemPage
from mentorsites.models import MentorSitePage
from practices.models import PracticePage

from .context import Loading
from .documents import load_document
from .reading import Record, blamed, read_records
from .trees import Link
from .values import field_value

FILE = "samples.json"
# For each type: its page class and the shelf that it stands on.
TYPES = {
    "practice": (PracticePage, "pages/practices"),
    "case_study": (CaseStudyPage, "pages/case-studies"),
    "mentor_site": (MentorSitePage, "pages/mentor-sites"),
    "guideline": (GuidelinePage, "pages/guidelines"),
    "library_item": (LibraryItemPage, "pages/library"),
    "event": (EventPage, "pages/events"),
}
# What is not simply a field of the page.
SPECIAL = {"type", "links", "terms", "topics", "jurisdictions", "principles", "document"}


def load_samples(loading: Loading) -> None:
    for record in read_records(loading.folder, FILE, within="samples", named_by="slug"):
        with blamed(record):
            if record["type"] not in TYPES:
                raise record.error(f"“{record['type']}” is not a type of sample.")
            model, shelf = TYPES[record["type"]]
            links = [Link(*link) for link in record.get("links", [])]
            values = _values(loading, record, model)
            loading.tree.put(record, model, loading.ledger.row(shelf), values, links=links)
    loading.tree.finish()


def _values(loading: Loading, record: Record, model: type) -> dict[str, Any]:
    fields = [name for name in record.data if name not in SPECIAL]
    values = {name: field_value(loading, record, model, name) for name in fields}
    values["topics"] = loading.words.topics(record, record.get("topics", []))
    values["terms"] = loading.words.terms(record, record.get("terms", {}))
    values["jurisdictions"] = loading.words.places(record, record.get("jurisdictions", []))
    values["principles"] = _principles(loading, record)
    if "document" in record.data:
        values["document"] = load_document(loading, record)
    return values | {"is_sample": True}


def _principles(loading: Loading, record: Record) -> list[Any]:
    pages = []
    for slug in record.get("principles", []):
        key = f"principles/{slug}"
        if key not in loading.ledger.entries:
            raise record.error(f"principles.json has no “{slug}”.")
        pages.append(loading.ledger.row(key))
    return [page for page in pages if page]
