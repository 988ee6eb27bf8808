"""Changing and removing what one wrote. What it said before stays readable as a version."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from hub.accounts.models import User
from hub.taxonomy.models import Topic

from ..checks import Level
from ..models import Draft, ModerationEvent, Post, PostRevision, ReviewItem, Thread
from ..rendering import RENDER_VERSION
from ..speaking import may_speak_for, note_spoken
from ..words import Words
from .logging import log
from .reviews import ask_again, open_review
from .states import change_state

Kind = ReviewItem.Kind
# Nothing is written into what is not there any more.
GONE = (Post.State.REMOVED, Post.State.PURGED)


@transaction.atomic
def edit_post(
    post: Post,
    *,
    words: Words,
    by: User,
    at: datetime,
    reason: str = "",
    hides_before: bool = False,
) -> Post:
    """`post` with other words; what it said is kept as a version. Without a change nothing happens.

    `hides_before` keeps the earlier version for moderators only: it named somebody. Words that the
    checks hold put the post before a reviewer again. Whoever spoke for a site and does not any more
    changes the words in their own name only.
    """
    # In the order in which everything here is locked: the thread, then its post.
    Thread.objects.select_for_update().get(pk=post.thread_id)
    posts = Post.objects.select_for_update(of=("self",)).select_related("thread__forum", "alias")
    post = posts.get(pk=post.pk)
    if post.source == words.source or post.state in GONE:
        return post
    PostRevision.objects.create(
        post=post,
        version=post.version,
        source=post.source,
        editor=post.edited_by or post.author,
        reason=reason,
        created_at=post.edited_at or post.created_at,
        hidden_at=at if hides_before else None,
    )
    post.source, post.html = words.source, words.rendered.html
    post.excerpt, post.render_version = words.rendered.excerpt, RENDER_VERSION
    post.version += 1
    post.edited_at = at.replace(minute=0, second=0, microsecond=0) if post.alias_id else at
    writer = _shown(by, post)
    post.edited_by = writer if writer is not None and writer.pk != post.author_id else None
    post.save(
        update_fields=[
            "source",
            "html",
            "excerpt",
            "render_version",
            "version",
            "edited_at",
            "edited_by",
        ]
    )
    if post.is_first:
        Thread.objects.filter(pk=post.thread_id).update(excerpt=post.excerpt)
    Draft.objects.filter(person=by, key=f"post:{post.pk}").delete()
    if post.state in (Post.State.HELD, Post.State.HIDDEN):
        ask_again(post, at=at)
    _hold_again(post, words, by=by, at=at)
    if post.speaks_for_id and by.pk == post.author_id and not may_speak_for(by, post.speaks_for_id):
        _take_name_of_page(post, at=at)
    return post


def _take_name_of_page(post: Post, *, at: datetime) -> None:
    Post.objects.filter(pk=post.pk).update(speaks_for=None)
    # Its room looks for the answer anew; it is told of the page that was spoken for.
    note_spoken(post, at=at)
    post.speaks_for = None


def _hold_again(post: Post, words: Words, *, by: User, at: datetime) -> None:
    reasons = [
        kind.value
        for kind, holds in {
            Kind.CRISIS: words.has(Level.CRISIS),
            Kind.IDENTIFIES: words.has(Level.STOP),
            Kind.WATCHED: words.has(Level.WATCH),
        }.items()
        if holds
    ]
    if reasons and post.is_live:
        change_state(post, Post.State.HELD, at=at)
        open_review(post, reasons=reasons, by=_shown(by, post), at=at)


def _shown(by: User, post: Post) -> User | None:
    """Whose name a version carries: nobody's when its author wrote under an alias."""
    from ..permissions import owns

    return None if post.alias_id and owns(by, post) else by


@transaction.atomic
def remove_post(post: Post, *, by: User, at: datetime) -> Post:
    """Its author takes it back: a line stays in its place, answers keep their sense."""
    before = post.state
    change_state(post, Post.State.REMOVED, at=at)
    log(
        ModerationEvent.Kind.REMOVED,
        by=_shown(by, post),
        post=post,
        at=at,
        before={"state": before},
        after={"state": post.state},
    )
    return post


@transaction.atomic
def edit_thread(
    thread: Thread,
    *,
    title: str,
    topics: Iterable[Topic],
    place: Any,
    by: User,
    at: datetime,
) -> Thread:
    """Another title, other topics or another place. The old address leads to the new one."""
    thread.title, thread.place = title, place
    thread.slug = slugify(title)[:80].strip("-") or "thread"
    thread.save(update_fields=["title", "slug", "place"])
    thread.topics.set(topics)
    return thread
