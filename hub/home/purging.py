"""Erasing a post for good, down to the last file, with a receipt that says where it was looked for.

The words are erased in one transaction (forums.actions.erasing). Afterwards the files, the search
index and the database's own files are cleaned, and everything is searched for what was erased.
Promise: hidden when it is asked for, erased within ten minutes of the second person's word.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection

from forums.actions.erasing import Erased, erase_post
from forums.actions.purging import UnableToPurge, ask_to_purge, confirm_purge
from forums.models import Draft, ModerationEvent, Post, PostRevision, Purge, Report, Thread
from forums.permissions import PURGE
from hub.accounts.models import User
from hub.notifications.models import Notification, OutgoingMail
from hub.search.draining import drain
from hub.search.rebuilding import rebuild_everything

from .scanning import Findings, look_everywhere

logger = logging.getLogger(__name__)
NOTHING_TO_LOOK_FOR = (
    "no piece of the text was long enough to look for, or an earlier try was stopped after erasing"
)
# Whose old rows PostgreSQL keeps until it is told to let go of them.
TABLES = (Post, PostRevision, Thread, Draft, Report, ModerationEvent, Notification, OutgoingMail)


class UnableToPurgePost(Exception):
    """Says in one sentence what is missing."""


def work_off_purges(*, at: datetime) -> int:
    """Erases what two people want erased; a job of every minute. Returns how many those were."""
    return sum(_tried(purge, at) for purge in Purge.objects.to_do().order_by("confirmed_at"))


def _tried(purge: Purge, at: datetime) -> bool:
    # What fails for one must not keep the others waiting; the next round tries again.
    try:
        return purge_post(purge, at=at) is not None
    except Exception as error:
        # Only its class: its words may be those that have to go.
        logger.error("Purge %s failed: %s", purge.pk, type(error).__name__)
        return False


def purge_post(purge: Purge, *, at: datetime) -> Purge | None:
    """Erases the post of a confirmed purge everywhere, looks for what is left, writes the receipt.

    None when there is nothing to do. Begun again after a failure it does the rest: what was erased
    stays erased.
    """
    erased = erase_post(purge, at=at)
    if erased is None:
        return None
    for name in erased.files:
        shred(name)
    with _without_haste():
        clean_stores()
        left = look_everywhere(erased.fragments, erased.rare_words)
    purge.refresh_from_db()
    purge.done_at, purge.receipt = at, receipt_of(erased, left)
    purge.save(update_fields=["done_at", "receipt"])
    return purge


def receipt_of(erased: Erased, left: Findings) -> dict:
    """Figures, and where a person has to look; nothing of the words."""
    return {
        "erased": erased.counts,
        "files": len(erased.files),
        "looked for": {"pieces": len(erased.fragments), "words": len(erased.rare_words)},
        "looked in": left.places,
        "left": left.left,
        "for a person": [*erased.by_hand, *([] if erased.fragments else [NOTHING_TO_LOOK_FOR])],
        "mailed": erased.mailed,
        "backups": "gone after 35 days; run purge_post again after restoring an older one",
    }


def shred(name: str) -> None:
    """Overwrites a stored file before deleting it."""
    if not name or not default_storage.exists(name):
        return
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        # A storage elsewhere: deleting is all that it offers.
        default_storage.delete(name)
        return
    with Path(path).open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        file.write(b"\0" * size)
        file.flush()
        os.fsync(file.fileno())
    default_storage.delete(name)


def clean_stores() -> None:
    """Takes what was deleted out of the index, the caches and the database's own files."""
    drain()
    rebuild_everything(lambda text: None)
    cache.clear()
    if connection.in_atomic_block:
        # Only in tests: neither statement can be made inside a transaction.
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for model in TABLES if connection.vendor == "postgresql" else ():
            cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")


@contextmanager
def _without_haste() -> Iterator[None]:
    """Cleaning and looking take longer than PostgreSQL lets a page take."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")


def purge_by_two(
    place: tuple[int, int], *, reason: str, names: tuple[str, str], at: datetime
) -> Purge:
    """Asks, confirms and erases at once: for an operator, in the name of two people who may.

    `place` is the thread and the number of the post; `names` the addresses of the two.
    """
    post = Post.objects.filter(thread=place[0], number=place[1]).first()
    if post is None:
        raise UnableToPurgePost("There is no such post.")
    first, second = (_holder(name) for name in names)
    try:
        waiting = Purge.objects.waiting().filter(post=post).first()
        asked = waiting or ask_to_purge(post, reason=reason, by=first, at=at)
        purge = purge_post(confirm_purge(asked, by=second, at=at), at=at)
    except UnableToPurge as error:
        raise UnableToPurgePost(str(error)) from error
    if purge is None:
        raise UnableToPurgePost("Another process erases it just now.")
    return purge


def _holder(name: str) -> User:
    person = User.objects.present().filter(email__iexact=name).first()
    if person is None or not person.has_perm(PURGE):
        raise UnableToPurgePost(f"{name} is nobody who may erase posts.")
    return person
