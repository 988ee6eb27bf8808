"""What can be done with a thread, or decided about an item, as it stands now."""

from typing import Any

from .access import access_of
from .models import Forum, Level, Post, ReviewItem, Thread
from .permissions import can_facilitate

Decision, State, Visibility = ReviewItem.Decision, Post.State, Forum.Visibility
# The more, the more people read it.
READERS = {
    Visibility.HIDDEN: 0,
    Visibility.GROUP: 1,
    Visibility.MEMBERS: 2,
    Visibility.PUBLIC: 3,
}


def can_move_to(forum: Forum, thread: Thread) -> bool:
    """Whether nobody more would read `thread` in `forum`, and it has threads of its kind.

    Two groups are different people: from one to the other nothing moves.
    """
    origin = thread.forum
    if forum == origin or thread.kind not in forum.kinds:
        return False
    if forum.visibility == Visibility.GROUP and origin.visibility == Visibility.GROUP:
        return False
    there, here = READERS[Visibility(forum.visibility)], READERS[Visibility(origin.visibility)]
    return there <= here and not (there == here == 0)


def move_targets(reader: Any, thread: Thread) -> list[Forum]:
    """The forums to which `reader` may move `thread`."""
    return [
        forum
        for forum in access_of(reader).seen()
        if can_facilitate(reader, forum.pk) and can_move_to(forum, thread)
    ]


def decisions_for(item: ReviewItem, *, can_move: bool) -> list[str]:
    """What can be decided about `item`, the usual first.

    Whoever may be in danger is not hidden or removed by a click: the post waits, a person acts.
    """
    if item.post is None:
        return [Decision.NOTHING, Decision.CHANGE_ASKED]
    post = item.post
    is_waiting = post.state in (State.HELD, State.HIDDEN)
    if item.kind == ReviewItem.Kind.CRISIS:
        return [Decision.HELPED, *([Decision.APPROVED] if is_waiting else [])]
    if post.state in (State.REMOVED, State.PURGED):
        return [Decision.NOTHING]
    choices: list[str] = [
        Decision.APPROVED if is_waiting else Decision.NOTHING,
        Decision.MASKED,
        Decision.CHANGE_ASKED,
        Decision.HIDDEN,
    ]
    if can_move and post.is_first:
        choices.append(Decision.MOVED)
    if post.is_live and not post.thread.is_locked:
        choices.append(Decision.LOCKED)
    return choices


def sees_forum(reader: Any, item: ReviewItem) -> bool:
    """Whether `reader` may read the forum around the item; otherwise the post alone."""
    return item.forum_id is None or access_of(reader).can(Level.SEE, item.forum_id)
