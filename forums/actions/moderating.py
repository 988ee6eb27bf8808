"""What facilitators do to a thread and to single posts. Each act is a line of the log."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User

from ..models import Forum, ModerationEvent, Post, ReviewItem, Thread
from ..moderation_choices import can_move_to
from ..permissions import owns
from .logging import log
from .purging import is_to_be_erased
from .states import change_state, hold
from .tally import recount_forum
from .telling_authors import tell_author

Kind = ModerationEvent.Kind
# More than two lines on top of a list, and nobody reads them: forums.md 6.4.
PINNED_AT_MOST = 2


class UnableToModerate(Exception):
    """Says in one sentence why it cannot be done."""


def pin_thread(
    thread: Thread, *, until: datetime, by: User, at: datetime, reason: str = ""
) -> Thread:
    """Keeps `thread` on top of its forum's list until then. Raises UnableToModerate."""
    pinned = Thread.objects.filter(forum=thread.forum_id, pinned_until__gt=at, state="live")
    if pinned.exclude(pk=thread.pk).count() >= PINNED_AT_MOST:
        raise UnableToModerate(
            f"{PINNED_AT_MOST} threads are pinned here already. Unpin one of them first."
        )
    return _change(thread, Kind.PINNED, by=by, at=at, reason=reason, pinned_until=until)


def unpin_thread(thread: Thread, *, by: User, at: datetime, reason: str = "") -> Thread:
    return _change(thread, Kind.UNPINNED, by=by, at=at, reason=reason, pinned_until=None)


def lock_thread(thread: Thread, *, by: User, at: datetime, reason: str = "") -> Thread:
    """Nobody but facilitators writes in it any more; everybody still reads it."""
    return _change(thread, Kind.LOCKED, by=by, at=at, reason=reason, locked_at=at, locked_by=by)


def unlock_thread(thread: Thread, *, by: User, at: datetime, reason: str = "") -> Thread:
    return _change(
        thread, Kind.UNLOCKED, by=by, at=at, reason=reason, locked_at=None, locked_by=None
    )


def slow_thread(
    thread: Thread, *, seconds: int, by: User, at: datetime, reason: str = ""
) -> Thread:
    """One post per person in so many seconds; 0 ends it."""
    return _change(thread, Kind.SLOWED, by=by, at=at, reason=reason, slow_seconds=seconds)


@transaction.atomic
def move_thread(thread: Thread, *, to: Forum, by: User, at: datetime, reason: str = "") -> Thread:
    """Takes `thread` to another forum; its address stays. Raises UnableToModerate.

    Never to a forum that more people read: whoever wrote was told who reads it.
    """
    origin = thread.forum
    if not can_move_to(to, thread):
        raise UnableToModerate(
            f"This thread cannot move to “{to}”: more people would read it than its writers were "
            "told, or that forum has no threads of this kind."
        )
    moved = _change(thread, Kind.MOVED, by=by, at=at, reason=reason, forum=to)
    ReviewItem.objects.filter(post__thread=thread).update(forum=to)
    for forum in (origin, to):
        recount_forum(forum)
    return moved


@transaction.atomic
def hide_post(post: Post, *, by: User, at: datetime, reason: str = "") -> Post:
    """Others do not see it any more; its author does, and is told. Raises UnableToModerate."""
    _check_others_post(post, by)
    if not post.is_live:
        raise UnableToModerate("This post is not there for others any more.")
    return _show_or_hide(post, Post.State.HIDDEN, Kind.HIDDEN, by=by, at=at, reason=reason)


@transaction.atomic
def restore_post(post: Post, *, by: User, at: datetime, reason: str = "") -> Post:
    """Shows what was hidden again. What waits for review is decided there.

    Raises UnableToModerate, also for one's own post and for one that shall be erased.
    """
    _check_others_post(post, by)
    if post.state != Post.State.HIDDEN:
        raise UnableToModerate("Only a hidden post can be shown again.")
    if post.review_items.open().exists():
        raise UnableToModerate("This post waits for a decision. Decide it in the review queue.")
    if is_to_be_erased(post):
        raise UnableToModerate(
            "Somebody asked to erase this post for good. It stays hidden until that is decided."
        )
    return _show_or_hide(post, Post.State.LIVE, Kind.RESTORED, by=by, at=at, reason=reason)


def _check_others_post(post: Post, by: User) -> None:
    """Locks `post` and reads its state anew. Raises UnableToModerate when `by` wrote it."""
    hold(post)
    if owns(by, post):
        raise UnableToModerate("Somebody else decides about what you wrote yourself.")


def _show_or_hide(
    post: Post, state: str, kind: str, *, by: User, at: datetime, reason: str
) -> Post:
    before = post.state
    change_state(post, state, at=at)
    event = log(
        kind,
        by=by,
        post=post,
        at=at,
        before={"state": before},
        after={"state": state},
        reason=reason,
    )
    tell_author(event, at=at)
    return post


@transaction.atomic
def _change(
    thread: Thread, kind: str, *, by: User, at: datetime, reason: str, **fields: Any
) -> Thread:
    before = {name: plain(getattr(thread, name)) for name in fields}
    for name, value in fields.items():
        setattr(thread, name, value)
    thread.save(update_fields=list(fields))
    log(
        kind,
        by=by,
        thread=thread,
        at=at,
        before=before,
        after={name: plain(value) for name, value in fields.items()},
        reason=reason,
    )
    return thread


def plain(value: Any) -> Any:
    """A value as the log keeps it: moments in words, rows by their numbers."""
    if isinstance(value, datetime):
        return value.isoformat()
    return getattr(value, "pk", value)


Act = Callable[..., Thread]
ACTS: dict[str, Act] = {
    "pin": pin_thread,
    "unpin": unpin_thread,
    "lock": lock_thread,
    "unlock": unlock_thread,
    "move": move_thread,
    "slow": slow_thread,
}
