"""What the worker does with new posts: counts them for their forums and tells who follows.

A post says itself that nobody was told yet (`told_at`), so nothing is lost when a process dies, and
posting costs no more with a thousand followers than with none.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User
from hub.notifications.actions import announce, follow, notify
from hub.notifications.models import Notification
from hub.people.models import Profile, Shown

from .actions.tally import count_new_post
from .models import Post, Thread
from .words import words_of

logger = logging.getLogger(__name__)
# Posts in one round; the next round takes the others.
STEP = 100


def tell_of_posts(at: datetime) -> int:
    """Tells of every live post that nobody was told of. Returns how many those were."""
    waiting = Post.objects.filter(told_at=None, state=Post.State.LIVE).order_by("pk")
    numbers = list(waiting.values_list("pk", flat=True)[:STEP])
    return sum(_tried(pk, at) for pk in numbers)


def _tried(pk: int, at: datetime) -> bool:
    # What fails for one post must not keep the others waiting; the next round tries again.
    try:
        return tell_of_post(pk, at=at)
    except Exception:
        logger.exception("Telling of post %s failed", pk)
        return False


@transaction.atomic
def tell_of_post(pk: int, *, at: datetime) -> bool:
    """Tells of one post, unless another worker does; all or nothing."""
    untold = Post.objects.filter(pk=pk, told_at=None, state=Post.State.LIVE)
    if not untold.update(told_at=at):
        return False
    post = Post.objects.select_related("thread__forum", "author").get(pk=pk)
    thread = post.thread
    if post.author is not None:
        follow(thread, by=post.author, at=at, automatic=True)
        _note_discipline(thread, post.author)
    count_new_post(post)
    told = _tell_those_concerned(post, at=at)
    followed: list[Any] = [thread, thread.forum, *thread.topics.all()]
    followed += [thing for thing in (thread.place, thread.about) if thing is not None]
    kind = Notification.Kind.PUBLISHED if post.is_first else Notification.Kind.REPLY
    announce(
        thread,
        to_followers_of=followed,
        kind=kind,
        by=post.author,
        at=at,
        is_private=thread.forum.is_private,
        already_told=told,
    )
    return True


def _tell_those_concerned(post: Post, *, at: datetime) -> set[int]:
    """Who is mentioned, and whom it answers: by name, with the place in the thread."""
    mentioned = words_of(post.source, by=post.author or _Nobody()).people
    answered = _answered(post)
    told: set[int] = set()
    for people, kind in (
        (mentioned, Notification.Kind.MENTION),
        (answered, Notification.Kind.REPLY),
    ):
        wanted = [one for one in people if one.pk not in told]
        notify(
            wanted,
            kind=kind,
            subject=post,
            by=post.author,
            at=at,
            is_for_me=True,
            is_private=post.thread.forum.is_private,
        )
        told |= {one.pk for one in wanted}
    return told


class _Nobody:
    is_authenticated = False


def _answered(post: Post) -> list[User]:
    """Whom a post answers: whoever wrote the post it replies to."""
    if not post.reply_to:
        return []
    target = Post.objects.filter(thread=post.thread_id, number=post.reply_to)
    return [one.author for one in target.select_related("author") if one.author]


def _note_discipline(thread: Thread, author: User) -> None:
    """Which disciplines have written: only what the author shows to the readers of this forum."""
    profile = (
        Profile.objects.filter(person=author).select_related("person__program__discipline").first()
    )
    program = getattr(author, "program", None)
    discipline = program.discipline if program else None
    if profile is None or discipline is None:
        return
    shown = [Shown.PUBLIC] if thread.forum.is_public else [Shown.PUBLIC, Shown.MEMBERS]
    if profile.discipline_shown in shown and discipline.slug not in thread.heard_from:
        thread.heard_from[discipline.slug] = discipline.label
        thread.save(update_fields=["heard_from"])
