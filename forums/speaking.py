"""Speaking for a site: rooms above say who may, and hear of it. See the settings FORUMS_….

Nothing of a page reaches a reader who may not see it: then a post is its writer's alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string
from wagtail.models import Page

from hub.core.visibility import visible_pages

from .models import Post, Thread


@dataclass(frozen=True)
class Speaker:
    """The page that a post speaks for, as a byline names it."""

    title: str
    url: str
    # What sort of page it is: "Mentor site".
    kind: str


def speaker_of(post: Any) -> Speaker | None:
    """The page that `post` speaks for, if its reader may see it: fetch it with_speakers()."""
    if not getattr(post, "speaker_is_visible", False) or post.speaks_for is None:
        return None
    page = post.speaks_for
    kind = page.specific_class or type(page)
    return Speaker(page.title, page.url or "/", str(getattr(kind, "kind_label", "")))


def with_speakers(posts: Any, reader: Any) -> Any:
    """`posts` with the pages they speak for, and whether `reader` may see those. No statement."""
    posts = posts.select_related("speaks_for")
    return posts.annotate(speaker_is_visible=is_visible_to(reader, "speaks_for"))


def with_answering_sites(threads: Any, reader: Any) -> Any:
    """`threads` with the pages that their answers speak for, and whether `reader` sees those."""
    threads = threads.select_related("answer__speaks_for")
    return threads.annotate(answer_speaker_is_visible=is_visible_to(reader, "answer__speaks_for"))


def is_visible_to(reader: Any, path: str) -> Exists:
    """Whether `reader` may see the page that `path` leads to."""
    return Exists(visible_pages(Page.objects.filter(pk=OuterRef(path)), reader))


def pages_spoken_for(person: Any, thread: Thread) -> list[Page]:
    """The pages that `person` may write for in `thread` (FORUMS_SPEAKERS)."""
    ask = settings.FORUMS_SPEAKERS
    if not ask or not thread.is_question or not person.is_authenticated:
        return []
    return import_string(ask)(person, thread)


def may_speak_for(person: Any, page: int | None) -> bool:
    """Whether `person` may write under the name of the page with this number (SITES_KEPT_BY)."""
    return import_string(settings.SITES_KEPT_BY)(person).filter(pk=page).exists()


def note_spoken(post: Post, *, at: datetime) -> None:
    """Tells the room above that a post for a page of theirs came, went or came back
    (FORUMS_SPOKEN).
    """
    if settings.FORUMS_SPOKEN and post.speaks_for_id is not None:
        import_string(settings.FORUMS_SPOKEN)(post, at=at)


def asked_of(thread: Thread, reader: Any, *, leads: bool, at: datetime) -> Any:
    """Whom a question was offered to, for its page (FORUMS_ASKED); nothing for other threads.

    `leads` says that the reader asked it or looks after the forum. One statement. What comes back
    is drawn by components/thread_asks.html; its `speakers` are the pages that they may write for.
    """
    if not settings.FORUMS_ASKED or not thread.is_question or thread.state != Thread.State.LIVE:
        return None
    return import_string(settings.FORUMS_ASKED)(thread, reader, leads=leads, at=at)
