"""The stage paths: what to do, step by step, and the pages picked for a step."""

from typing import Any

from hub.taxonomy.models import Vocabulary
from paths.models import StagePathPage

from .context import Loading
from .reading import Record, blamed, read_records
from .values import prose, stream

FILE = "paths.json"
SHELF = "pages/paths"


def load_paths(loading: Loading) -> None:
    shelf = loading.ledger.row(SHELF)
    for record in read_records(loading.folder, FILE, within="paths", named_by="slug"):
        with blamed(record):
            values = _values(loading, record)
            loading.tree.put(record, StagePathPage, shelf, values)
    loading.tree.finish()


def _values(loading: Loading, record: Record) -> dict[str, Any]:
    steps: Any = StagePathPage._meta.get_field("steps")
    return {
        "slug": record.name,
        "title": record["title"],
        "stage": loading.words.term(record, Vocabulary.STAGE, record["stage"]),
        "summary": record["summary"],
        "introduction": prose(record.get("introduction", "")),
        "steps": stream(steps, [_step(loading, record, step) for step in record["steps"]]),
        "when_done": prose(record.get("when_done", "")),
    }


def _step(loading: Loading, record: Record, step: dict[str, Any]) -> dict[str, Any]:
    picked = [_page(loading, record, key) for key in step.get("pages", [])]
    return {
        **step,
        "text": prose(step["text"]),
        "topics": [topic.slug for topic in loading.words.topics(record, step.get("topics", []))],
        "pages": [number for number in picked if number],
    }


def _page(loading: Loading, record: Record, key: str) -> int | None:
    """The number of the page that came from another record; None when an editor deleted it."""
    page = loading.ledger.row(key)
    if page is None and key not in loading.ledger.entries:
        raise record.error(f"it names “{key}”, which is in no file.")
    return page.pk if page else None
