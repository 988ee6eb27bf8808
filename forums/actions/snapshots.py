"""How a post and its thread stand, in states and numbers, to be brought back byte for byte."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify

from ..models import CaseDetail, Forum, Post, PostRevision, ReviewItem, Thread
from ..rendering import RENDER_VERSION
from ..words import words_of
from .moderating import plain
from .states import change_state
from .tally import recount_forum

# Between a title and a text, in a version that keeps both.
TITLE_ENDS = "\n\n"
THREAD_FIELDS = ("forum_id", "locked_at", "locked_by_id")


def snapshot(post: Post) -> dict[str, Any]:
    """What a decision can change, without a word of the text. Read anew from the database."""
    row = Post.objects.values("state", "version", "edited_at").get(pk=post.pk)
    thread = Thread.objects.values(*THREAD_FIELDS, "bumped_at").get(pk=post.thread_id)
    case = CaseDetail.objects.filter(thread=post.thread_id).values_list("released_at", flat=True)
    every = {**row, **thread, "released_at": case.first()}
    return {name: plain(value) for name, value in every.items()}


def written_in(thread: Thread) -> list[int]:
    """How many posts a thread has had and how often they were written, to see whether it grew."""
    counted = thread.posts.aggregate(highest=Max("number"), versions=Sum("version"))
    return [counted["highest"] or 0, counted["versions"] or 0]


@transaction.atomic
def bring_back(post: Post, before: dict[str, Any], after: dict[str, Any], *, at: datetime) -> Post:
    """Gives `post` and its thread what `before` says, where `after` says something else."""
    post = Post.objects.select_related("thread__forum", "author").get(pk=post.pk)
    changed = {name for name, value in before.items() if after.get(name) != value}
    if "version" in changed:
        _bring_back_text(post, before, with_title="title" in after)
    fields = {name: _value(before, name) for name in THREAD_FIELDS if name in changed}
    if fields:
        Thread.objects.filter(pk=post.thread_id).update(**fields)
    if "forum_id" in changed:
        ReviewItem.objects.filter(post__thread=post.thread_id).update(forum=before["forum_id"])
        for forum in Forum.objects.filter(pk__in=[before["forum_id"], after["forum_id"]]):
            recount_forum(forum)
    if "released_at" in changed:
        CaseDetail.objects.filter(thread=post.thread_id).update(
            released_at=_value(before, "released_at")
        )
    if "state" in changed:
        change_state(post, before["state"], at=at)
    untouched = Thread.objects.filter(pk=post.thread_id, bumped_at=_value(after, "bumped_at"))
    untouched.update(bumped_at=_value(before, "bumped_at"))
    return post


def _bring_back_text(post: Post, before: dict[str, Any], *, with_title: bool) -> None:
    revisions = PostRevision.objects.select_related("editor")
    kept = revisions.get(post=post, version=before["version"])
    source = kept.source
    if with_title:
        title, _, source = source.partition(TITLE_ENDS)
        slug = slugify(title)[:80].strip("-") or "thread"
        Thread.objects.filter(pk=post.thread_id).update(title=title, slug=slug)
    words = words_of(source, by=post.author or Nobody())
    post.source, post.html, post.excerpt = (
        words.source,
        words.rendered.html,
        words.rendered.excerpt,
    )
    post.version, post.render_version = before["version"], RENDER_VERSION
    post.edited_at = _value(before, "edited_at")
    post.edited_by = kept.editor if kept.editor_id != post.author_id else None
    fields = "source html excerpt version render_version edited_at edited_by"
    post.save(update_fields=fields.split())
    kept.delete()
    if post.is_first:
        Thread.objects.filter(pk=post.thread_id).update(excerpt=post.excerpt)


class Nobody:
    """Whoever wrote under an alias, or left: no address of theirs is known."""

    is_authenticated = False


def _value(kept: dict[str, Any], name: str) -> Any:
    value = kept.get(name)
    return parse_datetime(value) if name.endswith("_at") and value else value
