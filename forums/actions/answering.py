"""Small signs and the large one: helpful, thanks, same here, and the answer that worked."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..models import Post, Reaction, SameHere, Thread

COUNTERS = {Reaction.Kind.HELPFUL: "helpful_count", Reaction.Kind.THANKS: "thanks_count"}


@transaction.atomic
def react(post: Post, *, kind: str, by: User, at: datetime) -> bool:
    """A sign on a post, or the same sign taken back. Returns whether it is there now."""
    return _turn(
        Reaction.objects.filter(post=post, person=by, kind=kind),
        Reaction(post=post, person=by, kind=kind, created_at=at),
        Post.objects.filter(pk=post.pk),
        COUNTERS[Reaction.Kind(kind)],
    )


@transaction.atomic
def say_same_here(thread: Thread, *, by: User, at: datetime) -> bool:
    """“We have this problem too”, or that taken back. Returns whether it is there now."""
    return _turn(
        SameHere.objects.filter(thread=thread, person=by),
        SameHere(thread=thread, person=by, created_at=at),
        Thread.objects.filter(pk=thread.pk),
        "same_here_count",
    )


def _turn(own: QuerySet, new: Reaction | SameHere, counted: QuerySet, counter: str) -> bool:
    # The row of what is counted is locked first, so that pressing twice at once counts once.
    counted.select_for_update().first()
    if own.delete()[0]:
        counted.update(**{counter: F(counter) - 1})
        return False
    new.save(force_insert=True)
    counted.update(**{counter: F(counter) + 1})
    return True


@transaction.atomic
def accept_answer(
    thread: Thread, *, post: Post | None, what_worked: str = "", by: User, at: datetime
) -> Thread:
    """The post that answers the question, with one line of what worked; None takes it back."""
    is_new = post is not None and post.pk != thread.answer_id
    thread.answer = post
    thread.answered_at = at if post else None
    thread.what_worked = what_worked if post else ""
    thread.save(update_fields=["answer", "answered_at", "what_worked"])
    if is_new and post is not None and post.author:
        notify(
            [post.author],
            kind=Notification.Kind.ANSWER,
            subject=post,
            by=by if thread.author_id else None,
            at=at,
            is_for_me=True,
            is_private=thread.forum.is_private,
        )
    return thread
