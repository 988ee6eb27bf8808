"""Atom feeds: of public forums for everybody, and a member's own by a key that can be revoked."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from hub.accounts.models import User
from hub.core.atom import HubAtomFeed
from hub.core.visibility import NOBODY

from .access import access_of
from .models import FeedKey, Forum, Thread
from .rows import starter_of

MOST = 30
MOST_KEYS = 5
# A feed's key is noted as used once an hour at most, so that fetching costs no write.
NOTED_EACH = 3600


class UnableToMakeKey(Exception):
    """There are as many feeds as one member can have."""


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_feed_key(person: User, *, label: str, at: datetime) -> str:
    """A new key for a member's own feed. It is shown once; only its hash is kept."""
    if FeedKey.objects.visible_to(person).working().count() >= MOST_KEYS:
        raise UnableToMakeKey("You have five feeds. End one before you make another.")
    key = secrets.token_urlsafe(32)
    FeedKey.objects.create(person=person, key_hash=hash_of(key), label=label[:60], made_at=at)
    return key


@transaction.atomic
def revoke_feed_key(key: FeedKey, *, at: datetime) -> None:
    FeedKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at)


class ThreadFeed(Feed):
    """Threads as an Atom feed. Looks at the address only, never at a session."""

    feed_type = HubAtomFeed
    title = "Co-Responder Hub: latest discussions"
    subtitle = "Questions and answers between people who do the work."

    def link(self, wanted: Any) -> str:
        return reverse("forums:index")

    def items(self, wanted: Any) -> list[Thread]:
        return self.newest(Thread.objects.listed_for(access_of(NOBODY)))

    def newest(self, threads: Any) -> list[Thread]:
        return list(threads.with_row().newest_first()[:MOST])

    def item_title(self, item: Thread) -> str:
        return item.title

    def item_description(self, item: Thread) -> str:
        return item.excerpt

    def item_author_name(self, item: Thread) -> str:
        return starter_of(item)

    def item_pubdate(self, item: Thread) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Thread) -> datetime:
        return item.bumped_at

    def item_link(self, item: Thread) -> str:
        return item.get_absolute_url()


class LatestFeed(ThreadFeed):
    pass


class ForumFeed(ThreadFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Forum:
        found = Forum.objects.filter(slug=slug, visibility=Forum.Visibility.PUBLIC).first()
        if found is None:
            raise Http404
        return found

    def title(self, wanted: Forum) -> str:  # type: ignore[override]
        return f"Co-Responder Hub: {wanted.name}"

    def link(self, wanted: Forum) -> str:
        return wanted.get_absolute_url()

    def items(self, wanted: Forum) -> list[Thread]:
        threads = Thread.objects.listed_for(access_of(NOBODY))
        return self.newest(threads.filter(forum=wanted))


class TopicFeed(ThreadFeed):
    def get_object(self, request: HttpRequest, slug: str) -> str:
        return slug

    def items(self, wanted: str) -> list[Thread]:
        threads = Thread.objects.listed_for(access_of(NOBODY))
        return self.newest(threads.filter(topics__slug=wanted))


class OwnFeed(ThreadFeed):
    """What one member may see, for a feed reader that cannot sign in. Titles and links only."""

    title = "Co-Responder Hub: your discussions"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # What one member may see stays in no store on the way.
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def get_object(self, request: HttpRequest, key: str) -> FeedKey:
        found = FeedKey.objects.working().filter(key_hash=hash_of(key)).first()
        if found is None or not _may_read(found.person):
            raise Http404
        _note_use(found)
        return found

    def items(self, wanted: FeedKey) -> list[Thread]:
        return self.newest(Thread.objects.listed_for(access_of(wanted.person)))

    def item_description(self, item: Thread) -> str:
        # A secret address leaks by being passed on: the words stay behind the sign-in.
        return ""


def _may_read(person: User) -> bool:
    return person.is_active and not person.is_suspended(timezone.now())


def _note_use(key: FeedKey) -> None:
    now = timezone.now()
    if key.used_at is None or (now - key.used_at).total_seconds() > NOTED_EACH:
        FeedKey.objects.filter(pk=key.pk).update(used_at=now)
