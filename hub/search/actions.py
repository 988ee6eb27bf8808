"""What changes: saved searches, and what the hub learns from searching without knowing who."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from hub.taxonomy.models import Topic

from .asked import Asked
from .facets import label_facets
from .models import SavedSearch, SearchClick, UnansweredTerm
from .queries import clean

KEPT_FOR = timedelta(days=90)
# Beyond it nobody clicks, and a program that makes numbers up fills no more rows than this.
LAST_POSITION = 100
MOST_SAVED = 50


@transaction.atomic
def save_search(asked: Asked, *, by: Any, at: datetime) -> SavedSearch:
    """Keeps a search, with an alert from `at` on; one that is kept already stays as it is."""
    search, _ = SavedSearch.objects.get_or_create(
        owner=by,
        parameters=asked.address()[:1000],
        defaults={"name": name_of(asked), "saved_at": at, "told_until": at},
    )
    # The oldest make room: a list of more than these is a list that nobody reads.
    kept = SavedSearch.objects.visible_to(by).newest_first().values("pk")[:MOST_SAVED]
    SavedSearch.objects.visible_to(by).exclude(
        pk__in=list(kept.values_list("pk", flat=True))
    ).delete()
    return search


def name_of(asked: Asked) -> str:
    """What a kept search is called: its words, and the names of what it is narrowed to."""
    facets = label_facets({}, asked.chosen, Topic.objects.all())
    chosen = [one.label for facet in facets for one in facet.options if one.is_selected]
    words = [f"“{asked.query}”"] if asked.query else []
    return (", ".join([*words, *chosen]) or asked.address())[:120]


def set_alert(search: SavedSearch, *, wanted: bool, at: datetime) -> SavedSearch:
    """Turns the alert on or off. Turned on, it tells of what comes from now on."""
    if wanted and not search.has_alert:
        search.told_until = at
    search.has_alert = wanted
    search.save(update_fields=["has_alert", "told_until"])
    return search


def forget_search(search: SavedSearch) -> None:
    search.delete()


def note_unanswered(query: str, *, by: HttpRequest, at: datetime) -> None:
    """Remembers that these words found nothing, and that it was one more person."""
    text = clean(query).lower()
    UnansweredTerm.objects.bulk_create(
        [UnansweredTerm(text=text, searcher=_searcher(text, by, at), day=at.date())],
        ignore_conflicts=True,
    )


def _searcher(text: str, request: HttpRequest, at: datetime) -> str:
    who = (
        f"user {request.user.pk}"
        if request.user.is_authenticated
        else f"{request.META.get('REMOTE_ADDR')} {request.META.get('HTTP_USER_AGENT')}"
    )
    quarter = f"{at.year}-{(at.month - 1) // 3}"
    secret = f"{settings.SECRET_KEY} searchers {quarter}".encode()
    return hmac.new(secret, f"{text}\n{who}".encode(), hashlib.sha256).hexdigest()[:32]


def count_click(position: int, *, at: datetime) -> None:
    """One more click on the hit at `position`, counted from 1; impossible positions are ignored."""
    if not 1 <= position <= LAST_POSITION:
        return
    row, _ = SearchClick.objects.get_or_create(day=at.date(), position=position)
    SearchClick.objects.filter(pk=row.pk).update(count=F("count") + 1)


def forget_old_usage(at: datetime) -> int:
    """Removes what is older than 90 days and returns how many rows that were."""
    before = (at - KEPT_FOR).date()
    removed = UnansweredTerm.objects.filter(day__lt=before).delete()[0]
    return removed + SearchClick.objects.filter(day__lt=before).delete()[0]
