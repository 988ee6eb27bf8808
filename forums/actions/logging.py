from datetime import datetime
from typing import Any

from hub.accounts.models import User

from ..models import Forum, ModerationEvent, Post, ReviewItem, Thread


def log(
    kind: str,
    *,
    by: User | None,
    at: datetime,
    post: Post | None = None,
    thread: Thread | None = None,
    forum: Forum | None = None,
    item: ReviewItem | None = None,
    person: User | None = None,
    second: User | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> ModerationEvent:
    """Adds a line to the log of moderation. `before` and `after` hold states, never words.

    What concerns a post concerns its thread, its forum and – unless it was written under an alias –
    its author.
    """
    if post is not None:
        thread = thread or post.thread
        person = person or post.author
    if thread is not None and forum is None:
        forum = thread.forum
    return ModerationEvent.objects.create(
        kind=kind,
        actor=by,
        second_actor=second,
        forum=forum,
        thread=thread,
        post=post,
        person=person,
        item=item,
        before=before or {},
        after=after or {},
        reason=reason,
        happened_at=at,
    )
