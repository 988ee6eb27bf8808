"""Lists of threads: which ones, in which order, one leaf at a time. Nothing is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from hub.notifications.models import Follow
from hub.people.models import Bookmark

from .access import Access
from .models import Forum, Post, Standing, Thread, ThreadKind, ThreadReader
from .rows import Row, rows_of

LEAF_SIZE = 30
MOST_PINNED = 2
# What is older counts as read for who never said otherwise.
UNREAD_FOR = timedelta(days=30)
STATES = {"unanswered": "Needs an answer", "answered": "Answered"}


@dataclass(frozen=True)
class Leaf:
    """Part of a list. `older` is the address of the next part, as the value of `before`."""

    rows: list[Row]
    older: str = ""


@dataclass(frozen=True)
class Cursor:
    """Behind which thread a leaf begins."""

    moment: datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor that `str()` wrote; None for anything else, which begins at the top."""
        micros, _, pk = text.partition(".")
        if not (micros.isascii() and micros.isdecimal() and pk.isascii() and pk.isdecimal()):
            return None
        if len(micros) > 17 or len(pk) > 17:
            return None
        return cls(datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(micros)), int(pk))

    def __str__(self) -> str:
        since = self.moment - datetime.fromtimestamp(0, UTC)
        return f"{since // timedelta(microseconds=1)}.{self.pk}"


def turn_to(
    threads: QuerySet[Thread], access: Access, *, before: str, at: datetime, size: int = LEAF_SIZE
) -> Leaf:
    """The leaf of `threads` behind the cursor `before`, what moved last first. Two statements."""
    rows = with_reading(threads, access).with_row().prefetch_related("topics")  # type: ignore[attr-defined]
    cursor = Cursor.read(before)
    if cursor is not None:
        rows = rows.behind(cursor.moment, cursor.pk)
    found = list(rows.newest_first()[: size + 1])
    shown = found[:size]
    older = str(Cursor(shown[-1].bumped_at, shown[-1].pk)) if len(found) > size else ""
    return Leaf(as_rows(shown, access, at=at), older)


def as_rows(threads: list[Thread], access: Access, *, at: datetime) -> list[Row]:
    """Rows of threads that with_reading() has looked at."""
    if not access.is_authenticated:
        return rows_of(threads, access, at=at)
    last_read = {thread.pk: thread.my_last_read for thread in threads}  # type: ignore[attr-defined]
    moments = [thread.my_read_before for thread in threads]  # type: ignore[attr-defined]
    read_before = moments[0] if moments else None
    return rows_of(
        threads, access, at=at, last_read=last_read, read_before=read_before or at - UNREAD_FOR
    )


def with_reading(threads: QuerySet[Thread], access: Access) -> QuerySet[Thread]:
    """`threads` with how far the reader has read each, without a statement of its own."""
    if not access.is_authenticated:
        return threads
    own = ThreadReader.objects.filter(person=access.pk, thread=OuterRef("pk"))
    standing = Standing.objects.filter(person=access.pk)
    return threads.annotate(
        my_last_read=Coalesce(Subquery(own.values("last_read")[:1]), Value(0)),
        my_read_before=Subquery(standing.values("read_before")[:1]),
    )


def pinned_rows(forum: Forum, access: Access, *, at: datetime) -> list[Row]:
    """The threads that stand first in a forum, two at most; asked only when there are any."""
    if not getattr(forum, "has_pinned", True):
        return []
    threads = Thread.objects.listed_for(access).filter(forum=forum, pinned_until__gt=at)
    rows = with_reading(threads, access).with_row().prefetch_related("topics")  # type: ignore[attr-defined]
    return as_rows(list(rows.newest_first()[:MOST_PINNED]), access, at=at)


def threads_in(forum: Forum, access: Access, chosen: Mapping[str, str]) -> QuerySet[Thread]:
    """The threads of one forum, narrowed by what the address asks for; the unknown is ignored."""
    threads = Thread.objects.listed_for(access).filter(forum=forum)
    return narrowed(threads, chosen)


def narrowed(threads: Any, chosen: Mapping[str, str]) -> Any:
    if chosen.get("kind") in ThreadKind.values:
        threads = threads.filter(kind=chosen["kind"])
    if chosen.get("state") == "unanswered":
        threads = threads.unanswered()
    if chosen.get("state") == "answered":
        threads = threads.filter(answer__isnull=False)
    if topic := chosen.get("topic", ""):
        threads = threads.filter(topics__slug=topic[:100])
    return threads


def latest(access: Access, *, at: datetime) -> QuerySet[Thread]:
    return Thread.objects.listed_for(access)


def unanswered(access: Access, *, at: datetime) -> QuerySet[Thread]:
    return Thread.objects.listed_for(access).unanswered()


def unread(access: Access, *, at: datetime) -> Any:
    """What moved since the reader was there, or is new to them; nothing older than a month."""
    threads: Any = with_reading(Thread.objects.listed_for(access), access)
    since = Coalesce(F("my_read_before"), Value(at - UNREAD_FOR))
    return threads.filter(
        my_last_read__lt=F("last_number"),
        bumped_at__gt=since,
        # Said again, so that the scan of the index ends: nothing older is ever unread.
        bumped_at__gte=at - UNREAD_FOR,
    )


def following(access: Access, *, at: datetime) -> QuerySet[Thread]:
    follows = Follow.objects.filter(
        person=access.pk, content_type=ContentType.objects.get_for_model(Thread)
    ).exclude(level=Follow.Level.MUTE)
    return Thread.objects.listed_for(access).filter(pk__in=follows.values("object_id"))


def mine(access: Access, *, at: datetime) -> QuerySet[Thread]:
    """Where the reader has written under their name, with what still waits for review."""
    written = Post.objects.filter(author=access.pk).values("thread")
    return Thread.objects.visible_to(access).filter(pk__in=written)


def bookmarks(access: Access, *, at: datetime) -> QuerySet[Thread]:
    """The threads that the reader saved, or of which they saved a post."""
    types = ContentType.objects.get_for_models(Thread, Post)
    saved = Bookmark.objects.filter(person=access.pk)
    threads = saved.filter(content_type=types[Thread]).values("object_id")
    posts = saved.filter(content_type=types[Post]).values("object_id")
    return Thread.objects.listed_for(access).filter(
        Q(pk__in=threads) | Q(pk__in=Post.objects.filter(pk__in=posts).values("thread"))
    )


@dataclass(frozen=True)
class NamedList:
    title: str
    make: Any
    title_if_empty: str
    text_if_empty: str
    for_members: bool = True


LISTS = {
    "latest": NamedList(
        "Latest", latest, "Nobody has written yet", "Be the first.", for_members=False
    ),
    "unanswered": NamedList(
        "Needs an answer",
        unanswered,
        "Every question has an answer",
        "Come back tomorrow, or ask one yourself.",
        for_members=False,
    ),
    "unread": NamedList(
        "Unread", unread, "All read", "You have read everything of the last month."
    ),
    "following": NamedList(
        "Following", following, "You follow no thread yet", "Press “Follow” on one."
    ),
    "mine": NamedList("Mine", mine, "You have not written yet", "A question is a good start."),
    "bookmarks": NamedList(
        "Bookmarks", bookmarks, "You have saved no thread yet", "Press “Save” on a thread."
    ),
}
