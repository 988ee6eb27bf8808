"""What one line of a list of threads shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.taxonomy.models import Topic

from .access import Access
from .bylines import FORMER_MEMBER
from .models import Forum, Post, Thread, ThreadKind, page_of

TOPICS_SHOWN = 3


@dataclass(frozen=True)
class Mark:
    """A state in words, with the tone and the symbol of its badge."""

    words: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Row:
    """A thread as a list shows it. Nothing in it asks the database again."""

    thread: Thread
    title: str
    # To the first post that was not read yet, if there is one.
    url: str
    kind: str
    marks: list[Mark]
    forum: Forum | None
    author: str
    replies: int
    last_author: str
    last_at: datetime
    is_unread: bool = False
    # How many posts came since the reader was here; nothing for a thread they never opened.
    new_count: int = 0
    topics: list[Topic] = field(default_factory=list)


def rows_of(
    threads: Iterable[Thread],
    access: Access,
    *,
    at: datetime,
    last_read: Mapping[int, int] | None = None,
    read_before: datetime | None = None,
) -> list[Row]:
    """The rows of threads fetched with_row() and prefetch_related("topics"). Adds no statement.

    `last_read` tells how far a member read, by thread (nothing: no marks of what is new);
    what moved before `read_before` counts as read.
    """
    return [_row(thread, access, at, last_read, read_before) for thread in threads]


def _row(
    thread: Thread,
    access: Access,
    at: datetime,
    last_read: Mapping[int, int] | None,
    read_before: datetime | None,
) -> Row:
    seen = _seen(thread, last_read, read_before)
    is_unread = seen is not None and seen < thread.last_number
    return Row(
        thread=thread,
        title=thread.title,
        url=address_after(thread, seen) if is_unread and seen else thread.get_absolute_url(),
        kind=str(ThreadKind(thread.kind).label),
        marks=marks_of(thread, at),
        forum=access.forums.get(thread.forum_id),
        author=starter_of(thread),
        replies=thread.reply_count,
        last_author=author_of(thread.last_post) if thread.last_post else starter_of(thread),
        last_at=thread.bumped_at,
        is_unread=is_unread,
        new_count=thread.last_number - seen if is_unread and seen else 0,
        topics=_topics(thread),
    )


def _seen(
    thread: Thread, last_read: Mapping[int, int] | None, read_before: datetime | None
) -> int | None:
    """The number up to which it was read, or None where nobody keeps count."""
    if last_read is None:
        return None
    if read_before is not None and thread.bumped_at <= read_before:
        return thread.last_number
    return last_read.get(thread.pk, 0)


def address_after(thread: Thread, number: int) -> str:
    """The page and the place of the first post behind `number`."""
    page = page_of(number + 1)
    query = f"?page={page}" if page > 1 else ""
    return f"{thread.get_absolute_url()}{query}#p-{number + 1}"


def marks_of(thread: Thread, at: datetime) -> list[Mark]:
    marks = []
    if thread.is_held:
        marks.append(Mark("Waiting for review", "wait", "schedule"))
    if thread.is_pinned(at):
        marks.append(Mark("Pinned", "line", "push-pin"))
    if thread.is_answered:
        marks.append(Mark("Answered", "ok", "check"))
    elif thread.is_question and not thread.is_locked:
        marks.append(Mark("Needs an answer", "wait", "help-outline"))
    if thread.is_locked:
        marks.append(Mark("Locked", "line", "lock-outline"))
    return marks


def starter_of(thread: Thread) -> str:
    if thread.started_as is not None:
        return thread.started_as.label
    return str(thread.author) if thread.author is not None else FORMER_MEMBER


def author_of(post: Post) -> str:
    """Who wrote it, as everybody may know it: a name, an alias, or that they left."""
    if post.alias is not None:
        return post.alias.label
    if post.author is not None:
        return str(post.author)
    return post.former_name or FORMER_MEMBER


def _topics(thread: Thread) -> list[Topic]:
    fetched: dict[str, Any] = getattr(thread, "_prefetched_objects_cache", {})
    return list(fetched["topics"])[:TOPICS_SHOWN] if "topics" in fetched else []
