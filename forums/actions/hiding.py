"""Hiding a post before anybody looked at it, and with it what quotes it."""

from datetime import datetime

from ..models import ModerationEvent, Post, Report, ReviewItem
from ..quotations import without_quotations
from ..review_messages import QUOTES
from .copies import copies_of
from .logging import log
from .reviews import open_review
from .states import change_state
from .telling_authors import tell_author

Decision, Kind, Reason = ReviewItem.Decision, ReviewItem.Kind, Report.Reason
# Decisions by which a reviewer said that a text may stand as it is.
CLEARED = (Decision.APPROVED, Decision.MASKED, Decision.NOTHING)


def hide_at_once(post: Post, item: ReviewItem, *, reason: str, at: datetime) -> Post:
    """Hides `post` without a person's decision, logs why and tells its author."""
    before = post.state
    change_state(post, Post.State.HIDDEN, at=at)
    event = log(
        ModerationEvent.Kind.HIDDEN,
        by=None,
        post=post,
        item=item,
        at=at,
        before={"state": before},
        after={"state": post.state},
        reason=reason,
    )
    tell_author(event, at=at)
    return post


def hide_quotations(post: Post, *, at: datetime) -> list[Post]:
    """Hides the live posts that quote `post`, which may identify somebody; each waits for review.

    When `post` is shown again they are not: a person decides about each.
    """
    address = f"/forums/p/{post.thread_id}/{post.number}/"
    live = Post.objects.live_ones().exclude(pk=post.pk)
    copies = copies_of(live.select_related("thread__forum", "author", "alias"), address)
    # A link outside a quotation repeats nothing.
    quoting = [
        one
        for one in copies
        if without_quotations(one.source, address=address, fragments=()) != one.source
    ]
    return [hide_quoting(one, at=at) for one in quoting if not was_cleared(one)]


def hide_quoting(post: Post, *, at: datetime) -> Post:
    item = open_review(post, reasons=[Kind.IDENTIFIES], by=None, at=at)
    return hide_at_once(post, item, reason=QUOTES, at=at)


def was_cleared(post: Post) -> bool:
    """Whether a reviewer let these very words stand after a report: then a person decides again."""
    decided = post.review_items.filter(
        kind__in=[Kind.IDENTIFIES, Kind.REPORT],
        decision__in=CLEARED,
        decided_at__gte=post.edited_at or post.created_at,
    )
    return decided.exists()
