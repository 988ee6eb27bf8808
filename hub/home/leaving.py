"""A member's own data, from every room: put together for them, and removed when they leave."""

import json
import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from types import ModuleType
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

import forums.personal_data
import hub.accounts.personal_data
import hub.editing.personal_data
import hub.importing.personal_data
import hub.notifications.personal_data
import hub.people.personal_data
import hub.search.personal_data
import mentoring.personal_data
import mentorsites.personal_data
import practices.personal_data
from hub.accounts.actions import log_event
from hub.accounts.models import SecurityEvent, User
from hub.notifications.actions import notify
from hub.notifications.models import Notification
from hub.people.models import DataExport, Departure
from hub.search.draining import drain
from hub.search.rebuilding import rebuild_everything

logger = logging.getLogger(__name__)
# From the roof down: what hangs on the account goes before the account.
ROOMS: tuple[ModuleType, ...] = (
    hub.importing.personal_data,
    hub.editing.personal_data,
    hub.search.personal_data,
    mentoring.personal_data,
    mentorsites.personal_data,
    practices.personal_data,
    forums.personal_data,
    hub.people.personal_data,
    hub.notifications.personal_data,
    hub.accounts.personal_data,
)


def collect_everything(person: User) -> dict[str, Any]:
    """Everything the hub keeps of `person` that is theirs, by what it is."""
    found: dict[str, Any] = {}
    for room in reversed(ROOMS):
        found |= room.collect(person)
    return found


@transaction.atomic
def make_export(export: DataExport, *, at: datetime) -> DataExport:
    """Writes the file that a member asked for and tells them that it is ready.

    One ZIP with the same data twice: a page to read and JSON for another program.
    """
    everything = collect_everything(export.person)
    page = render_to_string(
        "home/own_data.html", {"parts": _readable(everything), "person": export.person, "at": at}
    )
    data = json.dumps(everything, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.html", page)
        archive.writestr("my-data.json", data)
    export.ready_at = at
    export.file.save(f"{secrets.token_hex(16)}.zip", ContentFile(packed.getvalue()))
    log_event(SecurityEvent.Kind.DATA_EXPORTED, person=export.person, by=export.person, at=at)
    notify(
        [export.person],
        kind=Notification.Kind.SYSTEM,
        subject=export,
        at=at,
        is_for_me=True,
        is_private=True,
    )
    return export


def _readable(everything: dict[str, Any]) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Every part as tables of words: (title, rows of (label, value))."""
    return [(title, [_row(row) for row in _rows(part)]) for title, part in everything.items()]


def _rows(part: Any) -> list[dict[str, Any]]:
    return part if isinstance(part, list) else [part] if part else []


def _row(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(label.replace("_", " "), _words(value)) for label, value in row.items()]


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')}: {one}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


@transaction.atomic
def make_anonymous(departure: Departure, *, at: datetime) -> Departure | None:
    """Removes everything personal of whoever leaves; conversations stay whole.

    Returns None and removes nothing when they took it back in this moment, or when nobody would
    be left to run the hub. Afterwards clean_up_after_leaving() takes it out of files and index.
    """
    person = departure.person
    if person.is_superuser and not _somebody_stays(person):
        logger.warning("The last administrator asked to leave and stays until there is another")
        return None
    # Claimed first: between reading the list and now somebody may have decided to stay.
    if not Departure.objects.open().filter(pk=departure.pk).update(done_at=at):
        return None
    for room in ROOMS:
        room.erase(person, at)
    log_event(SecurityEvent.Kind.LEFT, person=person, by=None, at=at)
    departure.done_at = at
    return departure


def _somebody_stays(person: User) -> bool:
    return User.objects.present().filter(is_superuser=True).exclude(pk=person.pk).exists()


def clean_up_after_leaving(*, at: datetime) -> None:
    """Takes what was deleted out of the search index and the database's own files.

    A deleted row stays readable in SQLite's journal until it is emptied, and a deleted text in an
    index file until the index is written anew. Tried again at the next round when it fails.
    """
    waiting = Departure.objects.exclude(done_at=None).filter(cleaned_at=None)
    numbers = list(waiting.values_list("pk", flat=True))
    if not numbers:
        return
    drain()
    rebuild_everything(lambda text: None)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    Departure.objects.filter(pk__in=numbers).update(cleaned_at=at)


def work_off_departures(*, at: datetime) -> int:
    """Lets everybody go whose two weeks are over. Returns how many those were."""
    due = Departure.objects.due(at).select_related("person")
    left = sum(bool(_tried(make_anonymous, one, at)) for one in due)
    clean_up_after_leaving(at=at)
    return left


def work_off_exports(*, at: datetime) -> int:
    """Makes the copies that were asked for. Returns how many those were."""
    waiting = DataExport.objects.waiting().select_related("person")
    return sum(bool(_tried(make_export, one, at)) for one in waiting)


def _tried(act: Callable[..., Any], row: Any, at: datetime) -> Any:
    # What fails for one member must not keep the others waiting; the next round tries again.
    try:
        return act(row, at=at)
    except Exception:
        logger.exception("%s failed for %s", act.__name__, row.pk)
        return None
