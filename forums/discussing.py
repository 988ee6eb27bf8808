"""The threads about something else of the hub: a page, a topic, a place."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from .access import keep_access
from .models import Thread
from .rows import Row, rows_of

MOST_SHOWN = 5


def threads_about(page: Page, reader: Any, *, at: datetime) -> list[Row]:
    """The newest threads about a page, for a request's reader. Two statements at most."""
    if page.pk is None:
        # A preview of what is not stored yet.
        return []
    return _newest(Thread.objects.filter(about=page.pk), reader, at)


def threads_on_topic(topic: Any, reader: Any, *, at: datetime) -> list[Row]:
    return _newest(Thread.objects.filter(topics=topic), reader, at)


def threads_of_place(place: Any, reader: Any, *, at: datetime) -> list[Row]:
    return _newest(Thread.objects.filter(place=place), reader, at)


def _newest(threads: QuerySet[Thread], reader: Any, at: datetime) -> list[Row]:
    access = keep_access(reader)
    shown = threads.listed_for(access).with_row().newest_first()  # type: ignore[attr-defined]
    return rows_of(shown[:MOST_SHOWN], access, at=at)
