"""Sample notes of the sample mentor sites."""

from datetime import timedelta

from mentorsites.models import SiteNote

from .context import Loading
from .reading import Record, blamed, read_records

FILE = "notes.json"


def load_sample_notes(loading: Loading) -> None:
    for record in read_records(loading.folder, FILE, within="notes", named_by="slug"):
        with blamed(record):
            _load_note(loading, record)


def _load_note(loading: Loading, record: Record) -> None:
    if record["site"] not in loading.ledger.entries:
        raise record.error(f"it is of “{record['site']}”, which is in no file.")
    site = loading.ledger.row(record["site"])
    if loading.ledger.is_known(record) or site is None:
        return
    written = loading.at + timedelta(days=record["days"])
    note = SiteNote.objects.create(
        site=site,
        title=record["title"],
        text=record["text"],
        after=record["after"],
        happened_on=written.date(),
        published_at=written,
        is_sample=True,
    )
    note.topics.set(loading.words.topics(record, record.get("topics", [])))
    loading.ledger.made(record, note)
