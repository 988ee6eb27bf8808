"""What is new in the searches that somebody keeps, as a part of their digest."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from forums.matching import MAY_BE_MAILED
from forums.models import Post, Thread
from hub.accounts.models import User
from hub.notifications.digests import Section
from hub.notifications.notices import Line

from . import engines
from .asked import Asked
from .engines.base import NEWEST
from .models import SavedSearch, SearchDocument
from .rows import seen_documents
from .understanding import understand, wanted_for

MOST_TOLD = 10
# What was published just now may not be in the index yet: it is told of the next time.
SETTLED = timedelta(minutes=5)


def digest_section(person: User, since: datetime, at: datetime) -> Section | None:
    """What was published between `since` and `at` and fits a search whose alert is on."""
    searches = SavedSearch.objects.visible_to(person).filter(has_alert=True).order_by("name", "pk")
    lines = list(_lines(list(searches), since, at))
    if not lines:
        return None
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return Section(
        "New in your saved searches",
        lines[:MOST_TOLD],
        more_url=base + reverse("search:saved"),
        more_words="All saved searches",
    )


def _lines(searches: list[SavedSearch], since: datetime, at: datetime) -> Iterator[Line]:
    """One line for each new thing, also when it fits several searches."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    told: set[str] = set()
    for search in searches:
        for document in news_in(search, since=since, at=at):
            if document.url not in told:
                told.add(document.url)
                yield Line(f"{search.name}:", document.title, base + document.url)


def news_in(search: SavedSearch, *, since: datetime, at: datetime) -> list[SearchDocument]:
    """What its owner may see, fits the search and was published in between."""
    asked = Asked.read(QueryDict(search.parameters))
    engine = engines.current()
    wanted = wanted_for(engine, asked, understand(asked), reader=search.owner, at=at)
    recent = replace(
        wanted,
        sort=NEWEST,
        start=0,
        stop=MOST_TOLD,
        is_loose=False,
        published_after=max(search.told_until, since - SETTLED),
    )
    found = engine.find(recent, with_counts=False)
    documents = seen_documents(found.keys, reader=search.owner, at=at)
    settled = [one for one in documents if one.published_at and one.published_at <= at - SETTLED]
    return _only_mailable(settled)


def _only_mailable(documents: list[SearchDocument]) -> list[SearchDocument]:
    """Without what is said in forums of which mail holds no words."""
    posts = [one.object_id for one in documents if one.source == "post"]
    threads = [one.object_id for one in documents if one.source == "thread"]
    if not posts and not threads:
        return documents
    named = Thread.objects.filter(MAY_BE_MAILED)
    open_threads = set(named.filter(pk__in=threads).order_by().values_list("pk", flat=True))
    open_posts = set(
        Post.objects.filter(pk__in=posts, thread__in=named.order_by().values("pk"))
        .order_by()
        .values_list("pk", flat=True)
    )
    may = {"thread": open_threads, "post": open_posts}
    return [one for one in documents if one.object_id in may.get(one.source, {one.object_id})]
