"""How far somebody has read."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User

from ..models import Standing, Thread, ThreadReader


def remember_reading(
    thread: Thread, person: Any, number: int, *, at: datetime, is_first: bool = False
) -> None:
    """`person` has seen the posts up to `number`; a lower number than before changes nothing.

    `is_first` says that there was no row a moment ago, which saves asking for it.
    """
    own = ThreadReader.objects.filter(person=person, thread=thread, last_read__lt=number)
    if not is_first and own.update(last_read=number, read_at=at):
        return
    # Either they have read further already, or there is no row: then this makes it.
    ThreadReader.objects.bulk_create(
        [ThreadReader(person=person, thread=thread, last_read=number, read_at=at)],
        ignore_conflicts=True,
    )


@transaction.atomic
def mark_everything_read(person: User, *, at: datetime) -> Standing:
    """What moved before this moment is not unread for `person` any more."""
    standing, _ = Standing.objects.update_or_create(person=person, defaults={"read_before": at})
    return standing
