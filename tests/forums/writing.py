"""Shortcuts of the forums' tests: texts made ready, and what a form is sent with."""

from datetime import datetime
from typing import Any

from forums.actions.holding import Sending
from forums.actions.posting import reply, start_thread
from forums.models import Post, Thread
from forums.standing import standing_of
from forums.words import words_of
from tests.factories import NOW

TEXT = "We ask people whether they want a call or a visit."


def write(thread: Thread, *, by: Any, text: str = TEXT, at: datetime = NOW, **options: Any) -> Post:
    """A reply by the action, as a page would send it."""
    standing = standing_of(by, at=at)
    words = words_of(text, by=by)
    return reply(thread, words=words, by=by, at=at, standing=standing, **options)


def begin(forum: Any, *, by: Any, text: str = TEXT, at: datetime = NOW, **options: Any) -> Thread:
    """A thread by the action, as a page would send it."""
    options.setdefault("title", "How do you staff nights?")
    standing = standing_of(by, at=at)
    words = words_of(text, by=by)
    return start_thread(forum, words=words, by=by, at=at, standing=standing, **options)


def secretly(**options: Any) -> Sending:
    return Sending(under_alias=True, **options)


def statements(captured: Any) -> list[str]:
    """What was asked of the database, without what opens and closes transactions."""
    ends = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [one["sql"] for one in captured.captured_queries if not one["sql"].startswith(ends)]
