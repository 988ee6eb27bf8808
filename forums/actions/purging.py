"""Erasing a post for good: one asks, and it is hidden; another confirms, and it is erased."""

from datetime import datetime

from django.db import transaction

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..models import ModerationEvent, Post, Purge
from ..permissions import PURGE
from .logging import log
from .reviews import holders_of
from .states import change_state, hold


class UnableToPurge(Exception):
    """Says in one sentence why it cannot be asked for or confirmed."""


@transaction.atomic
def ask_to_purge(post: Post, *, reason: str, by: User, at: datetime) -> Purge:
    """Hides `post` at once and asks a second person to have it erased. Raises UnableToPurge."""
    hold(post)
    post = Post.objects.select_related("thread__forum", "author").get(pk=post.pk)
    if post.state == Post.State.PURGED:
        raise UnableToPurge("This post is erased already.")
    if is_to_be_erased(post):
        raise UnableToPurge("Somebody asked for this already. It waits for a second person.")
    before = post.state
    if post.is_live:
        change_state(post, Post.State.HIDDEN, at=at)
    purge = Purge.objects.create(post=post, reason=reason, asked_by=by, asked_at=at)
    log(
        ModerationEvent.Kind.PURGE_ASKED,
        by=by,
        post=post,
        at=at,
        before={"state": before},
        after={"state": post.state, "purge": purge.pk},
        reason=reason,
    )
    notify(
        holders_of(PURGE),
        kind=Notification.Kind.REVIEW,
        subject=purge,
        by=by,
        at=at,
        is_for_me=True,
        is_private=True,
    )
    return purge


def is_to_be_erased(post: Post) -> bool:
    """Whether somebody asked for it and nobody refused: then nothing shows the post again."""
    return post.purges.filter(refused_at=None, done_at=None).exists()


@transaction.atomic
def confirm_purge(purge: Purge, *, by: User, at: datetime) -> Purge:
    """The second person wants it too: it is erased within a minute, by the worker."""
    purge = _waiting(purge, by=by)
    purge.confirmed_by, purge.confirmed_at = by, at
    purge.save(update_fields=["confirmed_by", "confirmed_at"])
    return purge


@transaction.atomic
def refuse_purge(purge: Purge, *, by: User, at: datetime) -> Purge:
    """Nothing is erased. The post stays hidden; a facilitator may show it again."""
    purge = _waiting(purge, by=by)
    purge.refused_at = at
    purge.save(update_fields=["refused_at"])
    log(
        ModerationEvent.Kind.UNDONE,
        by=by,
        post=purge.post,
        at=at,
        after={"purge": purge.pk},
        reason="Erasing was refused",
    )
    return purge


def _waiting(purge: Purge, *, by: User) -> Purge:
    every = Purge.objects.select_related("post__thread__forum", "asked_by")
    purge = every.select_for_update(of=("self",)).get(pk=purge.pk)
    if purge.confirmed_at or purge.refused_at:
        raise UnableToPurge("This was decided already.")
    if purge.asked_by == by:
        raise UnableToPurge("Somebody else has to confirm: nobody erases a post alone.")
    return purge
