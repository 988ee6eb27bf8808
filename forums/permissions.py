"""May they? By level in the forum (see access.py), by role, and by whose words it is."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from .access import access_of, forums_seen_by
from .models import Forum, Level, Post, Standing, Thread, ThreadKind, ThreadSummary
from .sealing import is_own_alias

MODERATE = "forums.moderate"
OPEN_SEAL = "forums.open_seal"
PURGE = "forums.purge_post"
PROMOTE = "forums.add_promotion"
# New members may change what they wrote for a day: forums.md 6.5.
NEW_MEMBERS_EDIT_FOR = timedelta(hours=24)
# Only facilitators announce; cases and announcements are not begun by accident.
BY_FACILITATORS = {ThreadKind.ANNOUNCEMENT}


def is_moderator(reader: Any) -> bool:
    return bool(reader.is_authenticated and reader.has_perm(MODERATE))


def can_facilitate(reader: Any, forum_id: int) -> bool:
    """Whether `reader` looks after this forum: its facilitator, or a moderator who sees it."""
    access = access_of(reader)
    if access.can(Level.FACILITATE, forum_id):
        return True
    return access.can(Level.SEE, forum_id) and is_moderator(reader)


def can_write(reader: Any, *, at: datetime) -> bool:
    return bool(reader.is_authenticated and not reader.is_silenced(at))


def can_start(reader: Any, forum: Forum, kind: str, *, at: datetime) -> bool:
    """Whether `reader` may begin a thread of this kind here."""
    if not can_write(reader, at=at) or kind not in forum.kinds:
        return False
    if kind in BY_FACILITATORS:
        return can_facilitate(reader, forum.pk)
    return access_of(reader).can(Level.START, forum.pk)


def kinds_to_start(reader: Any, forum: Forum, *, at: datetime) -> list[str]:
    return [kind for kind in ThreadKind.values if can_start(reader, forum, kind, at=at)]


def can_reply(reader: Any, thread: Thread, *, at: datetime) -> bool:
    if not can_write(reader, at=at) or thread.state != Thread.State.LIVE:
        return False
    if thread.is_locked:
        return can_facilitate(reader, thread.forum_id)
    return access_of(reader).can(Level.REPLY, thread.forum_id)


def can_react(reader: Any, thread: Thread) -> bool:
    """Reacting, saving and reporting: whoever is signed in and reads it, also while silenced."""
    return bool(reader.is_authenticated and thread.state == Thread.State.LIVE)


def owns(reader: Any, post: Post) -> bool:
    """Whether `reader` wrote it, under their name or behind its alias."""
    if not reader.is_authenticated:
        return False
    if post.author_id:
        return post.author_id == reader.pk
    return post.alias_id is not None and is_own_alias(post.alias, reader)


def can_edit(reader: Any, post: Post, *, standing: Standing | None, at: datetime) -> bool:
    if not can_write(reader, at=at) or not owns(reader, post):
        return False
    if post.state in (Post.State.REMOVED, Post.State.PURGED) or post.thread.is_locked:
        return False
    # Who is asked to change something must be able to, however long the review took.
    if post.state in (Post.State.HELD, Post.State.HIDDEN):
        return True
    is_new = standing is None or standing.is_new
    return not is_new or post.created_at + NEW_MEMBERS_EDIT_FOR > at


def can_change_thread(reader: Any, thread: Thread, *, at: datetime) -> bool:
    """Title, topics and place: whoever asked, while it is open, and who facilitates."""
    if can_facilitate(reader, thread.forum_id):
        return can_write(reader, at=at)
    return can_write(reader, at=at) and is_asker(reader, thread) and not thread.is_locked


def can_remove(reader: Any, post: Post) -> bool:
    """One's own, whenever: a line stays in its place."""
    return post.state in (Post.State.LIVE, Post.State.HELD) and owns(reader, post)


def can_hide(reader: Any, post: Post) -> bool:
    return can_facilitate(reader, post.thread.forum_id)


def can_accept_answer(reader: Any, thread: Thread, *, at: datetime) -> bool:
    if not thread.is_question or thread.state != Thread.State.LIVE or not can_write(reader, at=at):
        return False
    return is_asker(reader, thread) or can_facilitate(reader, thread.forum_id)


def is_asker(reader: Any, thread: Thread) -> bool:
    if not reader.is_authenticated:
        return False
    if thread.author_id:
        return thread.author_id == reader.pk
    return thread.started_as_id is not None and is_own_alias(thread.started_as, reader)


def can_propose_summary(
    reader: Any, thread: Thread, *, standing: Standing | None, at: datetime
) -> bool:
    is_new = standing is None or standing.is_new
    return can_reply(reader, thread, at=at) and not is_new


def can_accept_summary(reader: Any, summary: ThreadSummary) -> bool:
    """Facilitators of the forum, moderators and editors who read it."""
    forum_id = summary.thread.forum_id
    sees = access_of(reader).can(Level.SEE, forum_id)
    return sees and (can_facilitate(reader, forum_id) or can_promote(reader))


def can_close_case(reader: Any, thread: Thread, *, at: datetime) -> bool:
    return (
        thread.is_case
        and can_write(reader, at=at)
        and (is_asker(reader, thread) or can_facilitate(reader, thread.forum_id))
    )


def can_promote(reader: Any) -> bool:
    """Whether `reader` may turn threads into drafts of pages."""
    return bool(reader.is_authenticated and reader.has_perm(PROMOTE))


def facilitated_forums(reader: Any) -> list[int]:
    access = access_of(reader)
    return [pk for pk, level in access.levels.items() if level >= Level.FACILITATE]


def review_scope(reader: Any) -> Q:
    """A condition on review items: what `reader` may decide. Without a statement for visitors.

    Of a forum that they do not read, moderators get what members reported and who may be in danger.
    """
    from .models import Report, ReviewItem

    if not reader.is_authenticated:
        return Q(pk__in=[])
    if is_moderator(reader):
        seen = Q(forum=None) | Q(forum__in=forums_seen_by(reader))
        reported = Q(kind__in=ReviewItem.FROM_MEMBERS) | Q(post__in=Report.objects.values("post"))
        return seen | reported
    return Q(forum__in=_facilitated(reader))


def log_scope(reader: Any) -> Q:
    """A condition on lines of the log of moderation: which of them `reader` may read."""
    from .models import ModerationEvent

    if not reader.is_authenticated:
        return Q(pk__in=[])
    if is_moderator(reader):
        return Q()
    own = Q(person=reader.pk, kind__in=ModerationEvent.FOR_MEMBERS)
    return own | Q(forum__in=_facilitated(reader))


def _facilitated(reader: Any) -> Any:
    from .models import ForumGrant

    grants = ForumGrant.objects.filter(group__user=reader.pk, level=Level.FACILITATE)
    return grants.values("forum")


def can_review_anything(reader: Any) -> bool:
    return is_moderator(reader) or bool(reader.is_authenticated and facilitated_forums(reader))
