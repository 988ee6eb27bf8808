"""Posts as one reader sees them: their words, or a line in their place, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from .access import Access
from .bylines import Byline, byline_of, with_authors
from .models import Attachment, Post, Reaction, Thread
from .permissions import NEW_MEMBERS_EDIT_FOR
from .sealing import own_alias
from .speaking import with_speakers

State = Post.State
STUBS = {
    State.HELD: "This post is waiting for a moderator.",
    State.HIDDEN: "This post is hidden until a moderator has looked at it. Nothing was deleted.",
    State.REMOVED: "This post was removed by its author or a facilitator.",
    State.PURGED: "This post was erased for good.",
}
NOTICES = {
    State.HELD: "Waiting for a moderator. Only you and the facilitators see it.",
    State.HIDDEN: (
        "Hidden until a moderator has looked at it. Only you and the facilitators see it."
    ),
}


@dataclass(frozen=True)
class ShownPost:
    """A post with what this reader may see of it and do with it."""

    post: Post
    by: Byline
    is_own: bool
    is_answer: bool
    # Its words: nothing when only a line stands in its place.
    html: str
    # Why there is only a line; nothing otherwise.
    stub: str = ""
    # Its owner or a facilitator reads it although others do not: what the state is.
    notice: str = ""
    files: Sequence[Attachment] = ()
    by_name_of_reader: bool = False
    may_edit: bool = False
    may_remove: bool = False
    is_helpful: bool = False
    is_thanked: bool = False
    in_reply_to: Byline | None = None


def posts_on(thread: Thread, page: int, access: Access) -> list[Post]:
    """The posts of one page: one range of one index."""
    return read_posts(Post.objects.filter(thread=thread).on_page(page), thread, access)


def read_posts(posts: Any, thread: Thread, access: Access) -> list[Post]:
    """`posts` of this thread with what showing them takes, in the order of their numbers."""
    posts = with_speakers(with_authors(posts), access.reader).without_source()
    if access.is_authenticated:
        mine = Reaction.objects.filter(post=OuterRef("pk"), person=access.pk)
        posts = posts.annotate(
            i_find_helpful=Exists(mine.filter(kind=Reaction.Kind.HELPFUL)),
            i_thanked=Exists(mine.filter(kind=Reaction.Kind.THANKS)),
        )
    found = list(posts.order_by("number"))
    for post in found:
        post.thread = thread
    return found


def files_of(posts: Sequence[Post]) -> dict[int, list[Attachment]]:
    """The attachments by post; asked only when there are any."""
    numbers = [post.pk for post in posts if post.attachment_count]
    found: dict[int, list[Attachment]] = {}
    if numbers:
        for file in Attachment.objects.filter(post__in=numbers).order_by("pk"):
            found.setdefault(file.post_id or 0, []).append(file)
    return found


@dataclass
class Shower:
    """Turns posts into what the reader sees of them."""

    thread: Thread
    access: Access
    at: datetime
    may_reply: bool
    is_facilitator: bool
    # Whoever is new may change what they wrote for a day only.
    is_new: bool

    def show(self, posts: Sequence[Post]) -> list[ShownPost]:
        files = files_of(posts)
        by_number = {post.number: post for post in posts}
        own = self._own_alias if any(post.alias_id for post in posts) else None
        return [
            self._show(post, files.get(post.pk, []), by_number, own)
            for post in posts
            # What waits for review is not there for others; what was there leaves a line.
            if post.state != State.HELD or self._may_see_held(post, own)
        ]

    @cached_property
    def _own_alias(self) -> int | None:
        """The reader's own alias here; asked once, and only when somebody has written under one."""
        if not self.access.is_authenticated:
            return None
        alias = own_alias(self.access.reader, self.thread)
        return alias.pk if alias else None

    def _is_own(self, post: Post, own: int | None) -> bool:
        if post.alias_id:
            return post.alias_id == own
        return post.author_id is not None and post.author_id == self.access.pk

    def _may_see_held(self, post: Post, own: int | None) -> bool:
        return self._is_own(post, own) or self.is_facilitator

    def _show(
        self,
        post: Post,
        files: Sequence[Attachment],
        by_number: dict[int, Post],
        own: int | None,
    ) -> ShownPost:
        reader, is_own = self.access.reader, self._is_own(post, own)
        sees_all = is_own or self.is_facilitator
        may_write = self.may_reply or (is_own and not self.thread.is_locked)
        reads = post.is_live or (sees_all and post.state in (State.HELD, State.HIDDEN))
        answered = by_number.get(post.reply_to or 0)
        return ShownPost(
            post=post,
            by=byline_of(post, reader),
            is_own=is_own,
            is_answer=post.pk == self.thread.answer_id,
            html=post.html if reads else "",
            stub="" if reads else STUBS[State(post.state)],
            notice=NOTICES.get(State(post.state), "") if reads else "",
            files=files if reads else (),
            by_name_of_reader=is_own and post.author_id is not None,
            may_edit=is_own and may_write and self._may_edit(post),
            may_remove=is_own and post.state in (State.LIVE, State.HELD),
            is_helpful=bool(getattr(post, "i_find_helpful", False)),
            is_thanked=bool(getattr(post, "i_thanked", False)),
            in_reply_to=byline_of(answered, reader) if answered is not None else None,
        )

    def _may_edit(self, post: Post) -> bool:
        if post.state in (State.REMOVED, State.PURGED):
            return False
        # As in permissions.can_edit(): who is asked to change something must be able to.
        if post.state in (State.HELD, State.HIDDEN):
            return True
        return not self.is_new or post.created_at + NEW_MEMBERS_EDIT_FOR > self.at
