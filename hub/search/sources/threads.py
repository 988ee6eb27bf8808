"""Threads of the forums: found by their title and by what their first post says."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from forums.models import Post, Thread

from ..audiences import NOBODY
from ..kinds import THREAD
from .base import Draft, Source
from .talks import audiences_of_forums, author_facet, facets_of, subject_facets, words_of


class ThreadSource(Source):
    name = "thread"

    def keys(self) -> Iterable[int]:
        return Thread.objects.order_by("pk").values_list("pk", flat=True)

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        # First posts that are not live are not here, so the thread of a hidden one is not either.
        firsts = Post.objects.filter(
            thread__in=list(keys),
            number=1,
            state=Post.State.LIVE,
            thread__state=Thread.State.LIVE,
            thread__forum__is_in_search=True,
        )
        posts = list(
            firsts.select_related("thread__forum", "thread__place", "author").prefetch_related(
                "thread__topics"
            )
        )
        audiences = audiences_of_forums({post.thread.forum for post in posts})
        drafts = [_draft_of(post, audiences[post.thread.forum_id]) for post in posts]
        return [draft for draft in drafts if draft.audience != NOBODY]

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        threads = Thread.objects.visible_to(reader).filter(
            pk__in=list(keys), state=Thread.State.LIVE, forum__is_in_search=True
        )
        return set(threads.order_by().values_list("pk", flat=True))


def _draft_of(post: Post, audience: str) -> Draft:
    thread = post.thread
    place = thread.place
    return Draft(
        object_id=thread.pk,
        kind=THREAD,
        title=thread.title,
        url=thread.get_absolute_url(),
        summary=post.excerpt,
        keywords="\n".join(topic.name for topic in thread.topics.all()),
        text=words_of(post),
        audience=audience,
        published_at=thread.created_at,
        place_names=place.name if place is not None else "",
        is_sample=thread.is_sample,
        facets={f"kind:{THREAD}"} | facets_of(thread) | subject_facets(thread) | author_facet(post),
    )
