"""Made-up reports on the sample practices, so that their pages show what members tell."""

from datetime import timedelta
from typing import Any

from hub.taxonomy.models import Vocabulary
from practices.models import AdoptionReport

from .context import Loading
from .reading import Record, blamed, read_records

FILE = "adoptions.json"
PLAIN = ("verdict", "result", "would_again", "what_changed", "cost", "started", "program_name")


def load_sample_adoptions(loading: Loading) -> None:
    """Each once: what was hidden or removed does not come back."""
    for record in read_records(loading.folder, FILE, within="reports", named_by="slug"):
        with blamed(record):
            _load(loading, record)


def _load(loading: Loading, record: Record) -> None:
    if loading.ledger.is_known(record):
        return
    practice = _sample_page(loading, record, record["practice"])
    if practice is None:
        loading.ledger.skip()
        return
    said_at = loading.at - timedelta(days=record["days_ago"])
    report = AdoptionReport(
        practice=practice,
        is_sample=True,
        created_at=said_at,
        # Nobody is told of what is made up.
        announced_at=said_at,
        **{name: record.data[name] for name in PLAIN if name in record.data},
        **_facts(loading, record),
    )
    report.full_clean(exclude=["practice"])
    report.save()
    kinds = loading.words.terms(record, {"community_type": record.get("community_types", [])})
    report.community_types.set(kinds)
    loading.ledger.made(record, report)


def _facts(loading: Loading, record: Record) -> dict[str, Any]:
    place, site = record.get("place"), record.get("site")
    band = record.get("population_band")
    found = _sample_page(loading, record, site) if site else None
    return {
        "place": loading.words.place(record, place) if place else None,
        "population_band": loading.words.term(record, Vocabulary.POPULATION_BAND, band),
        "site_id": found.pk if found else None,
    }


def _sample_page(loading: Loading, record: Record, slug: str) -> Any:
    key = f"samples/{slug}"
    if key not in loading.ledger.entries:
        raise record.error(f"samples.json has no “{slug}”.")
    return loading.ledger.row(key)
