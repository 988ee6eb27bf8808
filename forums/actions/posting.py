"""Starting a thread and replying: one transaction, one lock, everything slow done before it."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from hub.accounts.models import User
from hub.taxonomy.models import Topic

from ..models import (
    Attachment,
    CaseDetail,
    Forum,
    ModerationEvent,
    Post,
    Standing,
    Thread,
    ThreadKind,
)
from ..permissions import can_facilitate
from ..rendering import RENDER_VERSION
from ..sealing import seal_alias
from ..speaking import note_spoken
from ..words import Words
from .drafting import drop_draft
from .holding import BY_NAME, Sending, reasons_to_hold
from .reading import remember_reading
from .reviews import open_review

# What a writer says to what the checks found.
CLEARED, SENT = "not about a person", "sent"


class UnableToPost(Exception):
    """Says in one sentence why it cannot be posted now."""


@transaction.atomic
def start_thread(
    forum: Forum,
    *,
    title: str,
    words: Words,
    by: User,
    at: datetime,
    standing: Standing,
    kind: str = ThreadKind.DISCUSSION,
    topics: Iterable[Topic] = (),
    place: Any = None,
    about: Any = None,
    sending: Sending = BY_NAME,
) -> Thread:
    """A new thread with its first post; held for review when there is a reason.

    Returns the thread that there is already when the same form was sent before.
    """
    kept = find_posted(sending.form_key, by=by)
    if kept is not None:
        return kept.thread
    thread = Thread(
        forum=forum,
        kind=kind,
        title=title,
        state=Thread.State.HELD,
        place=place,
        about=about,
        created_at=_moment(at, sending),
        bumped_at=_moment(at, sending),
    )
    try:
        # Of its own, so that a form that comes again in the same moment undoes nothing but itself.
        with transaction.atomic():
            _begin(
                thread, words=words, topics=topics, by=by, at=at, standing=standing, sending=sending
            )
    except IntegrityError:
        kept = find_posted(sending.form_key, by=by)
        if kept is None:
            raise
        return kept.thread
    drop_draft(f"new:{forum.slug}", by=by)
    return thread


def _begin(
    thread: Thread,
    *,
    words: Words,
    topics: Iterable[Topic],
    by: User,
    at: datetime,
    standing: Standing,
    sending: Sending,
) -> None:
    thread.save(force_insert=True)
    thread.topics.set(topics)
    if thread.is_case:
        CaseDetail.objects.create(thread=thread, attested_at=at)
    post = _write(thread, words=words, by=by, at=at, standing=standing, sending=sending)
    thread.author, thread.started_as, thread.state = post.author, post.alias, post.state
    thread.excerpt = words.rendered.excerpt
    thread.save(update_fields=["author", "started_as", "state", "excerpt"])


@transaction.atomic
def reply(
    thread: Thread,
    *,
    words: Words,
    by: User,
    at: datetime,
    standing: Standing,
    reply_to: int | None = None,
    sending: Sending = BY_NAME,
    has_draft: bool = True,
) -> Post:
    """One more post in `thread`; held for review when there is a reason. Its draft is dropped.

    Returns the post that there is already when the same form was sent before. Raises UnableToPost
    when the thread was locked in the meantime or is in slow mode.
    """
    # The lock comes first: numbers have no gaps, and the same form sent twice is seen.
    locked = Thread.objects.select_for_update().get(pk=thread.pk)
    locked.forum = thread.forum
    _check_open(locked, by=by, at=at)
    target = reply_to if reply_to and reply_to <= locked.highest_number else None
    try:
        # Of its own, so that a form that comes again undoes nothing but itself.
        with transaction.atomic():
            post = _write(
                locked,
                words=words,
                by=by,
                at=at,
                standing=standing,
                sending=sending,
                reply_to=target,
            )
    except IntegrityError:
        kept = find_posted(sending.form_key, by=by)
        if kept is None:
            raise
        return kept
    if has_draft:
        drop_draft(f"thread:{thread.pk}", by=by)
    return post


def _check_open(thread: Thread, *, by: User, at: datetime) -> None:
    is_facilitator = (thread.is_locked or thread.slow_seconds) and can_facilitate(
        by, thread.forum_id
    )
    if thread.state != Thread.State.LIVE:
        raise UnableToPost("This thread is not open any more.")
    if thread.is_locked and not is_facilitator:
        raise UnableToPost("This thread was locked while you wrote. Your text is below.")
    if thread.slow_seconds and not is_facilitator:
        last = (
            Post.objects.filter(thread=thread, author=by)
            .order_by("-number")
            .values_list("created_at", flat=True)
            .first()
        )
        if last and (at - last).total_seconds() < thread.slow_seconds:
            minutes = -(-thread.slow_seconds // 60)
            raise UnableToPost(
                f"This thread is in slow mode: one post in {minutes} minutes for everybody. "
                "Your text is below; send it a little later."
            )


def _write(
    thread: Thread,
    *,
    words: Words,
    by: User,
    at: datetime,
    standing: Standing,
    sending: Sending,
    reply_to: int | None = None,
) -> Post:
    alias = None
    if sending.under_alias:
        alias = seal_alias(thread, of=by, trade=sending.trade, at=at)
    reasons = reasons_to_hold(thread, words=words, by=by, standing=standing, sending=sending)
    number = thread.highest_number + 1
    post = Post(
        thread=thread,
        number=number,
        author=None if alias else by,
        alias=alias,
        # Whoever speaks for a site does it by name.
        speaks_for=None if alias else sending.speaks_for,
        source=words.source,
        html=words.rendered.html,
        render_version=RENDER_VERSION,
        excerpt=words.rendered.excerpt,
        created_at=_moment(at, sending),
        reply_to=reply_to,
        state=Post.State.HELD if reasons else Post.State.LIVE,
        attachment_count=len(sending.files),
        request_key=_request_key(sending.form_key, by),
    )
    post.save(force_insert=True)
    _count(thread, post, at=at)
    if sending.files:
        _attach(sending.files, post)
    if not alias:
        remember_reading(thread, by, number, at=at)
    _note_checks(post, words, sending, at=post.created_at)
    note_spoken(post, at=at)
    if reasons:
        open_review(post, reasons=reasons, by=post.author, at=post.created_at)
    return post


def _attach(files: Sequence[Attachment], post: Post) -> None:
    """From now on they are the post's; under an alias nobody's, and as old as the post."""
    kept = Attachment.objects.filter(pk__in=[file.pk for file in files])
    kept.update(post=post, uploader=post.author)
    if post.alias_id:
        kept.update(created_at=post.created_at)


def _count(thread: Thread, post: Post, *, at: datetime) -> None:
    """The counters of a thread whose row this transaction has locked."""
    changes: dict[str, Any] = {"highest_number": post.number}
    if post.is_live:
        changes |= {"last_number": post.number, "last_post": post, "bumped_at": at}
        if not post.is_first:
            changes["reply_count"] = F("reply_count") + 1
    Thread.objects.filter(pk=thread.pk).update(**changes)
    for name in ("highest_number", "last_number", "last_post", "bumped_at"):
        if name in changes:
            setattr(thread, name, changes[name])


def _note_checks(post: Post, words: Words, sending: Sending, *, at: datetime) -> None:
    """What was found and what the writer said to it, by kind. The words themselves nowhere."""
    if not words.findings:
        return
    found = [
        {**finding.as_log(), "outcome": CLEARED if finding.kind in sending.cleared else SENT}
        for finding in words.findings
    ]
    # Not against the author: nobody is named in this line.
    ModerationEvent.objects.create(
        kind=ModerationEvent.Kind.CHECKED,
        forum_id=post.thread.forum_id,
        thread=post.thread,
        post=post,
        after={"findings": found},
        happened_at=at,
    )


def find_posted(form_key: str, *, by: User) -> Post | None:
    """What `by` has posted with this form already."""
    key = _request_key(form_key, by)
    return Post.objects.filter(request_key=key).select_related("thread").first() if key else None


def _request_key(form_key: str, by: User) -> str | None:
    """A keyed hash: under an alias it must not be possible to find the person from it."""
    if not form_key:
        return None
    words = f"forums.request:{by.pk}:{form_key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def _moment(at: datetime, sending: Sending) -> datetime:
    """To the hour under an alias, so that nobody can compare it with who was here."""
    return at.replace(minute=0, second=0, microsecond=0) if sending.under_alias else at
