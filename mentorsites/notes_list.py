"""Notes of a site in pages: turned by a key, so that page 300 costs what page 1 does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from .models import MentorSitePage, SiteNote

PAGE_SIZE = 20


@dataclass
class Leaf:
    notes: list[SiteNote]
    # What the next page's address asks for; nothing on the last.
    older: str = ""


def turn_to(site: MentorSitePage, reader: Any, *, before: str = "") -> Leaf:
    """Twenty notes, the newest first, behind the key `before`. What is no key is the first page."""
    notes: Any = SiteNote.objects.visible_to(reader).filter(site=site)
    if key := _key(before):
        moment, pk = key
        notes = notes.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    rows = list(notes.newest_first().prefetch_related("topics")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    is_last = len(rows) <= PAGE_SIZE
    return Leaf(shown, "" if is_last else f"{shown[-1].published_at.isoformat()}_{shown[-1].pk}")


def _key(text: str) -> tuple[datetime, int] | None:
    moment, _, pk = text[:60].partition("_")
    try:
        at = datetime.fromisoformat(moment)
        number = int(pk)
    except ValueError:
        return None
    return (at, number) if at.tzinfo is not None and 0 < number < 2**63 else None
