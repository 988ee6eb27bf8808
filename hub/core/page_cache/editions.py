"""Which state of what is public we are in: a word that changes with every change.

On one machine it stands in a file, which costs no statement to read; where several machines share a
PostgreSQL it stands in a row of the database.
"""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from ..models import Edition

log = logging.getLogger(__name__)
_noted = threading.local()


class Part(StrEnum):
    # Whatever a visitor can see, talk included.
    ALL = "all"
    # What editors publish: counts over all of it need not be made anew for each reply.
    CONTENT = "content"


def edition(part: Part = Part.ALL) -> str:
    """The present edition; always the same where nothing is kept, neither pages nor counts.

    At most one statement a request; none on SQLite.
    """
    if not (settings.PAGES_KEPT_FOR or settings.HUB_KEEPS):
        return ""
    known: dict[Part, str] | None = getattr(_noted, "known", None)
    if known is not None and part in known:
        return known[part]
    word = _row(part) if _is_shared() else _read(_file(part))
    if known is not None:
        known[part] = word
    return word


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it each edition is read once and counts as it was then: for one request."""
    _noted.known = {}
    try:
        yield
    finally:
        _noted.known = None


def announce_change(*, of_content: bool = True) -> None:
    """Begins a new edition, so that nothing kept before is used again.

    Call it after the change can be seen by others: what is read before that is kept under the old
    name and forgotten with it. It never raises: the change itself is done, and what was kept ends
    within HUB_PAGES_KEPT_FOR seconds.
    """
    for part in Part if of_content else (Part.ALL,):
        try:
            _begin(part, secrets.token_hex(8))
        except (DatabaseError, OSError) as error:
            # Also while a new database is being set up, whose table is not there yet.
            log.info("No new edition of %s: %s", part, type(error).__name__)
    _noted.known = None


def _begin(part: Part, word: str) -> None:
    if _is_shared():
        Edition.objects.update_or_create(part=part, defaults={"word": word})
    else:
        _write(_file(part), word)


def _is_shared() -> bool:
    return connection.vendor != "sqlite"


def _row(part: Part) -> str:
    return Edition.objects.filter(part=part).values_list("word", flat=True).first() or ""


def _file(part: Part) -> Path:
    return settings.VAR_DIR / f"edition-{part}"


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""


def _write(file: Path, word: str) -> None:
    # Renamed into place: nobody reads half a word.
    fresh = file.with_name(f"{file.name}.{word}")
    fresh.write_text(word)
    fresh.replace(file)
