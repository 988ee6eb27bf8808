"""What an earlier run put in: so that a later one neither repeats nor overwrites it."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from hub.resources.models import Listed

from ..models import LoadedRecord
from .reading import Record

EVERYTHING = "everything"
# Half of a stored digest is of the record in the file, half of the row as it was then saved.
HALF = 32
# Figures that move by themselves: what somebody writes in a forum is no edit of the forum.
MOVING = {"forums.Forum": frozenset({"thread_count", "post_count", "last_post_at"})}


@dataclass
class LoadReport:
    """How many rows a run made, brought up to date, found as they should be, or left to editors."""

    counts: Counter[str] = field(default_factory=Counter)

    made = property(lambda self: self.counts["made"])
    updated = property(lambda self: self.counts["updated"])
    left_alone = property(lambda self: self.counts["left alone"])
    skipped = property(lambda self: self.counts["skipped"])

    @property
    def has_changes(self) -> bool:
        return bool(self.made or self.updated)

    def __str__(self) -> str:
        words = ("made", "updated", "left alone", "skipped")
        told = [f"{self.counts[word]} {word}" for word in words if self.counts[word]]
        return ", ".join(told) or "nothing to do"


class Ledger:
    """Knows which row came from which record and whether an editor has been there since."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.report = LoadReport()
        self.entries = {entry.key: entry for entry in LoadedRecord.objects.all()}
        self._new: dict[str, LoadedRecord] = {}

    def open(self, record: Record, model: type[Model], existing: QuerySet) -> Any:
        """The row to fill from `record`: a new one, the one to update, or None to leave it alone.

        `existing` are rows that would stand in the way of a new one: somebody else made them.
        """
        entry = self.entries.get(record.key)
        if entry is None:
            return self._open_new(record, model, existing)
        if entry.digest[:HALF] == record.digest:
            return self._count("left alone")
        row = model._default_manager.filter(pk=entry.object_id).first()
        if row is None or row_digest(row) != entry.digest[HALF:]:
            return self._count("skipped")
        return row

    def _open_new(self, record: Record, model: type[Model], existing: QuerySet) -> Any:
        row = existing.first()
        if row is None:
            return model()
        # Remembered with half a digest, which nothing fits: it stays theirs.
        self._enter(record.key, record.digest, row)
        return self._count("left alone")

    def close(self, record: Record, row: Model) -> None:
        """Remembers `row` as saved from `record`."""
        saved = type(row)._default_manager.get(pk=row.pk)
        self._count("updated" if record.key in self.entries else "made")
        self._enter(record.key, record.digest + row_digest(saved), row)
        if ReferenceIndex.is_indexed(type(saved)):
            ReferenceIndex.create_or_update_for_object(saved)

    def note(self, key: str, row: Model | None = None, digest: str = "") -> None:
        """Remembers something that is done once and has no record in a file."""
        self._enter(key, digest, row)

    def is_known(self, record: Record) -> bool:
        """Whether `record` was loaded once, for rows that are never brought up to date."""
        known = record.key in self.entries
        if known:
            self._count("left alone")
        return known

    def made(self, record: Record, row: Model) -> None:
        """Remembers a row that is made once and then belongs to whoever uses it."""
        self._enter(record.key, record.digest, row)
        self._count("made")

    def skip(self) -> None:
        self._count("skipped")

    def row(self, key: str) -> Any:
        """The row that came from the record `key`; None when it never did or is gone."""
        entry = self.entries.get(key)
        if entry is None:
            return None
        model = apps.get_model(entry.model)
        return model._default_manager.filter(pk=entry.object_id).first()

    def save(self) -> None:
        LoadedRecord.objects.bulk_create(
            self._new.values(),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["digest", "model", "object_id", "loaded_at"],
        )

    def _enter(self, key: str, digest: str, row: Model | None) -> None:
        entry = LoadedRecord(
            key=key,
            digest=digest,
            model=type(row)._meta.label if row else "",
            object_id=str(row.pk) if row else "",
            loaded_at=self.at,
        )
        self.entries[key] = self._new[key] = entry

    def _count(self, word: str) -> None:
        self.report.counts[word] += 1


def row_digest(row: Model) -> str:
    """A digest of what an editor can change on `row`. Empty fields do not count, so that a field
    added to a model later does not look like somebody's work.
    """
    facts = _page_facts(row) if isinstance(row, Page) else _facts(row)
    filled = {name: fact for name, fact in facts.items() if fact}
    text = json.dumps(filled, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=HALF // 2).hexdigest()


def _facts(row: Model) -> dict[str, Any]:
    moving = MOVING.get(row._meta.label, frozenset())
    fields = [field for field in row._meta.fields if field.name not in moving]
    columns = {field.name: _fact(row, field) for field in fields}
    many = {field.name: _keys(row, field.name) for field in row._meta.many_to_many}
    return columns | many


def _page_facts(page: Page) -> dict[str, Any]:
    # Every edit of a page leaves a revision, which also tells of what is in other tables. The other
    # columns of Page itself move without an editor: the tree, publishing.
    ours = [field for field in page._meta.fields if field.model is not Page]
    # What lists are ordered by is made of the rest, and hubs got it after they were loaded.
    ours = [field for field in ours if field.name not in Listed.COLUMNS]
    facts = {field.name: _fact(page, field) for field in ours}
    return facts | {
        "title": page.title,
        "slug": page.slug,
        "live": page.live,
        "revision": page.latest_revision_id,
    }


def _fact(row: Model, field: Any) -> Any:
    value = field.value_from_object(row)
    return field.get_prep_value(value) if isinstance(field, StreamField) else value


def _keys(row: Model, name: str) -> list[Any]:
    return sorted(getattr(row, name).values_list("pk", flat=True))
