"""Tells people by mail what is new in the searches they keep: one mail each, at most once a day."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import QueryDict
from django.template.loader import render_to_string

from . import engines
from .asked import Asked
from .engines.base import NEWEST
from .models import SavedSearch, SearchDocument
from .rows import seen_documents
from .understanding import understand, wanted_for

logger = logging.getLogger(__name__)
MOST_TOLD = 10
# What was published just now may not be in the index yet: it is told of the next time.
SETTLED = timedelta(minutes=5)


@dataclass(frozen=True)
class News:
    """What is new in one kept search."""

    search: SavedSearch
    documents: list[SearchDocument]


def news_in(search: SavedSearch, *, at: datetime) -> list[SearchDocument]:
    """What its owner may see, fits the search and was published since it was last told of."""
    asked = Asked.read(QueryDict(search.parameters))
    engine = engines.current()
    wanted = wanted_for(engine, asked, understand(asked), reader=search.owner, at=at)
    recent = replace(
        wanted,
        sort=NEWEST,
        start=0,
        stop=MOST_TOLD,
        is_loose=False,
        published_after=search.told_until,
    )
    found = engine.find(recent, with_counts=False)
    documents = seen_documents(found.keys, reader=search.owner, at=at)
    return [one for one in documents if one.published_at and one.published_at <= at - SETTLED]


def send_alerts(at: datetime) -> int:
    """One mail to everybody who has news. Returns how many mails were sent."""
    sent = 0
    searches = SavedSearch.objects.filter(has_alert=True, owner__is_active=True)
    for owner_searches in _by_owner(searches.select_related("owner").order_by("owner", "pk")):
        news = [News(one, news_in(one, at=at)) for one in owner_searches]
        with_news = [one for one in news if one.documents]
        if with_news and not _sent(with_news):
            # Nothing is told that was not sent; the next run tries again.
            continue
        sent += bool(with_news)
        told = SavedSearch.objects.filter(pk__in=[one.pk for one in owner_searches])
        told.update(told_until=at - SETTLED)
    return sent


def _by_owner(searches: Iterable[SavedSearch]) -> Iterator[list[SavedSearch]]:
    group: list[SavedSearch] = []
    for search in searches:
        if group and group[0].owner_id != search.owner_id:
            yield group
            group = []
        group.append(search)
    if group:
        yield group


def _sent(news: list[News]) -> bool:
    try:
        _send(news)
    except OSError:
        # One address that cannot be reached must not keep the others waiting.
        logger.exception("A mail about saved searches could not be sent")
        return False
    return True


def _send(news: list[News]) -> None:
    owner = news[0].search.owner
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    context = {"news": news, "owner": owner, "base": base}
    EmailMessage(
        subject="New on the hub for your saved searches",
        body=render_to_string("search/email/alert.txt", context),
        to=[owner.email],
    ).send()
