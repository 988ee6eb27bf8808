"""Taking out of a post, and of the title above it, what could identify somebody."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hub.accounts.models import User

from ..checks import check_text, mask
from ..models import Post, PostRevision
from ..words import watched_words, words_of
from .copies import keyed_hash
from .editing import edit_post, edit_thread
from .snapshots import TITLE_ENDS, Nobody

# Stands where words were taken out by hand.
TAKEN_OUT = "[removed]"
REASON = "Words that could identify somebody were masked"


class UnableToMask(Exception):
    """Says in one sentence that there is nothing to mask."""


def masked_text(text: str, also: Sequence[str] = ()) -> str:
    """`text` without what the checks and the reviewer found in it."""
    text = mask(text, check_text(text, watched=watched_words()))
    for words in filter(None, (one.strip() for one in also)):
        text = re.sub(re.escape(words), TAKEN_OUT, text, flags=re.IGNORECASE)
    return text


def mask_post(
    post: Post, *, also: Sequence[str], by: User, at: datetime
) -> tuple[Post, dict[str, Any]]:
    """`post` masked and what the log keeps of it. What it said becomes a version for moderators.

    The title of the thread belongs to its first post. Raises UnableToMask.
    """
    text = masked_text(post.source, also)
    title = masked_text(post.thread.title, also) if post.is_first else post.thread.title
    if text == post.source and title == post.thread.title:
        raise UnableToMask(
            "The checks found nothing that they can mask. Name the words to take out, or ask the "
            "author to change it."
        )
    edited = _with_other_text(post, text, by=by, at=at)
    more = _with_other_title(edited, title, before=post.version, by=by, at=at)
    edited.revisions.filter(hidden_at=None).update(hidden_at=at)
    return edited, more


def _with_other_text(post: Post, text: str, *, by: User, at: datetime) -> Post:
    if text == post.source:
        return post
    words = words_of(text, by=post.author or Nobody())
    return edit_post(post, words=words, by=by, at=at, reason=REASON, hides_before=True)


def _with_other_title(
    post: Post, title: str, *, before: int, by: User, at: datetime
) -> dict[str, Any]:
    """The title before stands above the text of the hidden version: the log holds no words."""
    thread = post.thread
    if title == thread.title:
        return {}
    if post.version == before:
        _keep_version(post, at=at)
    version = post.revisions.get(version=before)
    version.source = f"{thread.title}{TITLE_ENDS}{version.source}"
    version.save(update_fields=["source"])
    longest = type(thread)._meta.get_field("title").max_length
    topics = list(thread.topics.all())
    changed = edit_thread(
        thread, title=title[:longest], topics=topics, place=thread.place, by=by, at=at
    )
    return {"title": keyed_hash(changed.title)}


def _keep_version(post: Post, *, at: datetime) -> None:
    """A version of its own for a title whose text did not change."""
    PostRevision.objects.create(
        post=post,
        version=post.version,
        source=post.source,
        editor=post.edited_by or post.author,
        reason=REASON,
        created_at=post.edited_at or post.created_at,
        hidden_at=at,
    )
    post.version += 1
    post.save(update_fields=["version"])
