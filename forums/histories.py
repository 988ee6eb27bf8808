"""The versions of a post, as their reader may see them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .access import Access
from .bylines import FORMER_MEMBER, Byline, byline_of_person
from .models import Post
from .permissions import can_facilitate
from .rendering.diffs import Piece, diff_words

# A page of comparisons has to end somewhere; older ones are kept all the same.
MOST_VERSIONS = 50


@dataclass(frozen=True)
class Version:
    number: int
    by: Byline
    at: datetime
    # Why the version before it was changed into this one.
    reason: str = ""
    pieces: list[Piece] = field(default_factory=list)
    # Masked: it named somebody, and only moderators may compare.
    is_hidden: bool = False


@dataclass(frozen=True)
class _Text:
    """What a post said at one time. `reason` is why it was changed afterwards."""

    number: int
    source: str
    at: datetime
    writer: Any
    reason: str = ""
    is_hidden: bool = False


def versions_of(post: Post, access: Access) -> list[Version]:
    """The newest MOST_VERSIONS, each with what changed since the one before; the newest is first.

    Two statements, whatever the number of versions.
    """
    sees_hidden = access.is_authenticated and can_facilitate(access.reader, post.thread.forum_id)
    texts = _texts_of(post, sees_hidden)
    pairs = list(zip([None, *texts], texts, strict=False))[-MOST_VERSIONS:]
    return [_version(post, text, before, access) for before, text in reversed(pairs)]


def _texts_of(post: Post, sees_hidden: bool) -> list[_Text]:
    """The newest texts in the order in which they were written, and one more to compare with."""
    people = ("profile", "program__discipline")
    kept = post.revisions.select_related(*(f"editor__{one}" for one in people))
    texts = [
        _Text(
            one.version,
            one.source,
            one.created_at,
            one.editor,
            one.reason,
            is_hidden=one.hidden_at is not None and not sees_hidden,
        )
        for one in list(kept.order_by("-version")[:MOST_VERSIONS])[::-1]
    ]
    joined = (f"{who}__{one}" for who in ("author", "edited_by") for one in people)
    today: Any = Post.objects.select_related(*joined).get(pk=post.pk)
    writer = today.edited_by or today.author
    return [*texts, _Text(today.version, today.source, today.edited_at or today.created_at, writer)]


def _version(post: Post, text: _Text, before: _Text | None, access: Access) -> Version:
    return Version(
        number=text.number,
        by=_by(post, text.writer, access),
        at=text.at,
        reason=before.reason if before else "",
        pieces=_pieces(text, before),
        is_hidden=text.is_hidden,
    )


def _pieces(text: _Text, before: _Text | None) -> list[Piece]:
    if text.is_hidden:
        return []
    # A comparison would show what is hidden on either side of it.
    if before is None or before.is_hidden:
        return [Piece("same", text.source)]
    return diff_words(before.source, text.source)


def _by(post: Post, editor: Any, access: Access) -> Byline:
    if post.alias is not None and editor is None:
        return Byline(post.alias.label, is_alias=True)
    if editor is None:
        return Byline(post.former_name or FORMER_MEMBER)
    return byline_of_person(editor, access.reader)
