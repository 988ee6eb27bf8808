"""Looking at an item: for half an hour nobody else decides it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..models import ModerationEvent, ReviewItem
from .logging import log
from .reviews import reviewers_of


class UnableToClaim(Exception):
    """Says who looks at it now, or who decided it."""


@transaction.atomic
def claim(item: ReviewItem, *, by: User, at: datetime) -> ReviewItem:
    """`by` looks at `item`: noted in the log, and nobody else decides it for half an hour.

    Raises UnableToClaim when somebody else looks at it, or decided it.
    """
    item = check_free(item, by=by, at=at)
    if item.claimed_by != by:
        log(ModerationEvent.Kind.CLAIMED, by=by, post=item.post, item=item, at=at)
    item.claimed_by, item.claimed_at = by, at
    item.save(update_fields=["claimed_by", "claimed_at"])
    return item


def check_free(item: ReviewItem, *, by: User, at: datetime) -> ReviewItem:
    """`item` with its row locked, if `by` may act on it now; otherwise raises UnableToClaim."""
    every = ReviewItem.objects.select_related("post__thread__forum", "post__author", "profile_of")
    item = every.select_for_update(of=("self",)).get(pk=item.pk)
    if not item.is_open:
        who = item.decided_by or "Somebody"
        raise UnableToClaim(
            f"{who} decided this already: {item.get_decision_display().lower()}. "
            "Nothing was changed by you."
        )
    if item.is_claimed(at) and item.claimed_by != by and item.claimed_at is not None:
        until = timezone.localtime(item.claimed_at + item.CLAIM_LASTS)
        raise UnableToClaim(f"{item.claimed_by} is looking at this until {until:%H:%M}.")
    return item


@transaction.atomic
def ask_colleague(item: ReviewItem, *, by: User, at: datetime) -> int:
    """Tells the other reviewers of `item` that `by` wants somebody to join. Returns how many."""
    log(
        ModerationEvent.Kind.CLAIMED,
        by=by,
        post=item.post,
        item=item,
        at=at,
        reason="Asked a colleague to join",
    )
    return notify(
        reviewers_of(item),
        kind=Notification.Kind.REVIEW,
        subject=item,
        by=by,
        at=at,
        is_for_me=True,
        is_private=True,
    )
