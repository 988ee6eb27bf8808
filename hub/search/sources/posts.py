"""Replies in the forums: each is found by its own words and leads to its own place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.text import Truncator

from forums.models import Post, Thread

from ..audiences import NOBODY
from ..kinds import POST
from .base import Draft, Source
from .talks import audiences_of_forums, author_facet, facets_of, words_of

# A reply has no title: its first words stand for it.
WORDS_AS_TITLE = 12


class PostSource(Source):
    name = "post"

    def keys(self) -> Iterable[int]:
        return Post.objects.filter(number__gt=1).order_by("pk").values_list("pk", flat=True)

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        posts = list(
            Post.objects.filter(
                pk__in=list(keys),
                number__gt=1,
                state=Post.State.LIVE,
                thread__state=Thread.State.LIVE,
                thread__forum__is_in_search=True,
            ).select_related("thread__forum", "author")
        )
        audiences = audiences_of_forums({post.thread.forum for post in posts})
        drafts = [_draft_of(post, audiences[post.thread.forum_id]) for post in posts]
        return [draft for draft in drafts if draft.audience != NOBODY]

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        posts = Post.objects.visible_to(reader).filter(
            pk__in=list(keys),
            state=Post.State.LIVE,
            thread__state=Thread.State.LIVE,
            thread__forum__is_in_search=True,
        )
        return set(posts.order_by().values_list("pk", flat=True))

    def contexts(self, keys: Collection[int]) -> Mapping[int, str]:
        """The titles of the threads that these posts are in; ask with visible keys only."""
        posts = Post.objects.filter(pk__in=list(keys)).order_by()
        return dict(posts.values_list("pk", "thread__title"))


def _draft_of(post: Post, audience: str) -> Draft:
    words = words_of(post)
    return Draft(
        object_id=post.pk,
        kind=POST,
        title=Truncator(post.excerpt or words).words(WORDS_AS_TITLE)[:255] or "A reply",
        url=post.get_absolute_url(),
        text=words,
        audience=audience,
        published_at=post.created_at,
        is_sample=post.thread.is_sample,
        facets={f"kind:{POST}"} | facets_of(post.thread) | author_facet(post),
    )
