"""The figures of a forum: how many threads and posts, and when something happened last."""

from django.db import transaction
from django.db.models import Count, F, Max, Q

from ..models import Forum, Post, Thread


def count_new_post(post: Post) -> None:
    """One more live post; called by the worker, so that no writer waits for the forum's row."""
    Forum.objects.filter(pk=post.thread.forum_id).update(
        thread_count=F("thread_count") + int(post.is_first),
        post_count=F("post_count") + 1,
        last_post_at=post.created_at,
    )


@transaction.atomic
def recount_forum(forum: Forum) -> dict[str, int]:
    """Counts a forum anew and returns by how much each figure was off."""
    live = Thread.objects.filter(forum=forum, state=Thread.State.LIVE)
    counted = live.aggregate(threads=Count("pk"), last=Max("bumped_at"))
    posts = Post.objects.filter(Q(thread__in=live.values("pk")), state=Post.State.LIVE).count()
    drift = {
        "thread_count": counted["threads"] - forum.thread_count,
        "post_count": posts - forum.post_count,
    }
    Forum.objects.filter(pk=forum.pk).update(
        thread_count=counted["threads"], post_count=posts, last_post_at=counted["last"]
    )
    return {name: off for name, off in drift.items() if off}
