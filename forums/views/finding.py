"""From an address to a thing, through the gate; what is not there for the reader is a 404.

What somebody wrote under an alias has no author that a query could ask for. Where the gate finds
nothing, it is looked for once more whether it is the reader's own, by the seal.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from ..access import Access, keep_access
from ..models import Forum, Post, Thread
from ..permissions import owns
from ..sealing import is_own_alias
from ..thread_page import find_thread, with_own

OWN_STATES = (Post.State.HELD, Post.State.HIDDEN)


def access_for(request: HttpRequest) -> Access:
    return keep_access(request.user)


def forum_or_404(slug: str, access: Access) -> Forum:
    for forum in access.forums.values():
        if forum.slug == slug:
            return forum
    raise Http404


def thread_or_404(pk: int, access: Access) -> Thread:
    thread = find_thread(pk, access)
    if thread is None and (own := _own_held_threads(pk, access)) is not None:
        thread = find_thread(pk, access, among=own)
    if thread is None:
        raise Http404
    return thread


def _own_held_threads(pk: int, access: Access) -> QuerySet[Thread] | None:
    """The thread that the reader began under an alias and that waits for review."""
    if not access.is_authenticated:
        return None
    held = Thread.objects.filter(
        pk=pk,
        state=Thread.State.HELD,
        started_as__isnull=False,
        forum__in=list(access.forums),
    )
    thread = held.select_related("started_as").first()
    return held if thread and is_own_alias(thread.started_as, access.reader) else None


def open_thread_or_404(pk: int, access: Access) -> Any:
    """The thread alone, with what writing into it takes: one statement."""
    thread = Thread.objects.visible_to(access).filter(pk=pk)
    found = with_own(thread, pk, access).first()
    if found is None:
        raise Http404
    found.forum = access.forums[found.forum_id]
    return found


def post_or_404(thread_pk: int, number: int, access: Access) -> Post:
    """A post whose words the reader may read."""
    wanted = {"thread": thread_pk, "number": number}
    post = _with_thread(Post.objects.visible_to(access).filter(**wanted))
    if post is None and access.is_authenticated:
        held = Post.objects.filter(
            **wanted,
            state__in=OWN_STATES,
            alias__isnull=False,
            thread__forum__in=list(access.forums),
        )
        post = _with_thread(held)
        post = post if post is not None and owns(access.reader, post) else None
    if post is None:
        raise Http404
    post.thread.forum = access.forums[post.thread.forum_id]
    return post


def _with_thread(posts: QuerySet[Post]) -> Post | None:
    return posts.select_related("thread", "author", "alias").first()
