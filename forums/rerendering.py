"""Rendering stored posts again: after a change of the rules, or of the words themselves."""

from collections.abc import Iterable

from django.db import transaction

from hub.accounts.models import User
from hub.taxonomy.models import Topic

from .models import Post, Thread
from .rendering import RENDER_VERSION, Link, Rendered, mentioned, render


def render_again(source: str, *, without: Iterable[str] = ()) -> Rendered:
    """A stored text as it is shown now; members whose handle is in `without` get no link."""
    named = mentioned(source)
    handles = set(named.handles) - set(without)
    people = User.objects.present().filter(handle__in=handles) if handles else []
    topics = Topic.objects.filter(slug__in=named.topics) if named.topics else []
    return render(
        source,
        people={one.handle: Link(one.get_absolute_url(), f"@{one}") for one in people},
        topics={topic.slug: Link(topic.get_absolute_url(), f"#{topic.name}") for topic in topics},
    )


def rerender(post: Post, source: str, *, without: Iterable[str] = ()) -> None:
    """Stores `source` and what is shown of it; no version is kept and nobody is told.

    Nothing happens when somebody edited the post in the meantime: theirs is newer.
    """
    rendered = render_again(source, without=without)
    with transaction.atomic():
        same = Post.objects.select_for_update().filter(pk=post.pk, version=post.version).first()
        if same is None:
            return
        same.source, same.html, same.excerpt = source, rendered.html, rendered.excerpt
        same.render_version = RENDER_VERSION
        # Saved, not updated: the search hears of other words.
        same.save(update_fields=["source", "html", "excerpt", "render_version"])
        if same.is_first:
            Thread.objects.filter(pk=same.thread_id).update(excerpt=same.excerpt)


def rerender_stale(limit: int = 200) -> int:
    """Brings posts that an older version rendered up to date, some at a time. Returns how many."""
    stale = Post.objects.filter(render_version__lt=RENDER_VERSION).order_by("render_version", "pk")
    posts = list(stale[:limit])
    for post in posts:
        rerender(post, post.source)
    return len(posts)
