"""Whether a post is there for others, and what follows from it for its thread."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q

from ..models import Post, Thread
from ..speaking import note_spoken

State = Post.State


@transaction.atomic
def change_state(post: Post, state: str, *, at: datetime) -> Post:
    """Gives `post` a state and brings its thread's counters and state up to date.

    What goes live for the first time moves its thread to the top of the lists, and followers are
    told of it by the worker. What was erased stays erased.
    """
    thread = hold(post)
    if post.state == State.PURGED:
        return post
    was_live = post.state == State.LIVE
    post.state = state
    post.save(update_fields=["state"])
    goes_live = state == State.LIVE and not was_live
    settle(thread, bumped_at=at if goes_live and post.told_at is None else None)
    note_spoken(post, at=at)
    return post


def hold(post: Post) -> Thread:
    """Locks the thread of `post` and then its row, and reads anew how the post stands.

    Everything here locks in this order, so that nobody waits for somebody who waits for them.
    """
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    rows = Post.objects.select_for_update(of=("self",)).filter(pk=post.pk)
    post.state, post.told_at = rows.values_list("state", "told_at").get()
    return thread


def settle(thread: Thread, *, bumped_at: datetime | None = None) -> Thread:
    """Counts a thread's posts anew. Its row must be locked; one range of one index is read."""
    live = Q(state=State.LIVE)
    counted = thread.posts.aggregate(
        replies=Count("pk", filter=live & Q(number__gt=1)),
        last=Max("number", filter=live),
        highest=Max("number"),
    )
    last = thread.posts.filter(state=State.LIVE, number=counted["last"]).only("created_at").first()
    thread.reply_count = counted["replies"]
    thread.last_number = counted["last"] or 0
    thread.highest_number = max(thread.highest_number, counted["highest"] or 0)
    thread.last_post = last
    first = thread.posts.filter(number=1).values_list("state", flat=True).first()
    thread.state = _state_of(first, counted["replies"])
    if first in (State.REMOVED, State.PURGED):
        # Its first words stand in lists and feeds: they go with it.
        thread.excerpt = ""
    if bumped_at is not None:
        thread.bumped_at = bumped_at
    thread.save(
        update_fields=[
            "reply_count",
            "last_number",
            "highest_number",
            "last_post",
            "state",
            "excerpt",
            "bumped_at",
        ]
    )
    return thread


def _state_of(first: str | None, replies: int) -> str:
    """A thread is there as long as its first post is, or something was answered to it."""
    if first in (State.HELD, State.HIDDEN):
        return Thread.State.HELD
    if first == State.LIVE or replies:
        return Thread.State.LIVE
    return Thread.State.REMOVED
