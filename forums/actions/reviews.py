"""Putting something before a person: opened once for a post, raised when a graver reason comes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..access import facilitators_of, readers_of_forum
from ..models import ModerationEvent, Post, ReviewItem
from ..permissions import MODERATE, OPEN_SEAL
from .logging import log

Kind = ReviewItem.Kind


@transaction.atomic
def open_review(post: Post, *, reasons: Iterable[str], by: User | None, at: datetime) -> ReviewItem:
    """Puts `post` before whoever reviews its forum, with these reasons (kinds of ReviewItem).

    An open item takes the new reasons in and becomes as urgent as the gravest of them. `by` stands
    in the log; give nobody for what was written under an alias.
    """
    wanted = list(dict.fromkeys(reasons))
    item = ReviewItem.objects.select_for_update().open().filter(post=post).first()
    known = item.reasons if item else []
    every = [*known, *(reason for reason in wanted if reason not in known)]
    gravest = max(every, key=lambda kind: ReviewItem.PRIORITIES[Kind(kind)])
    is_news = item is None or gravest != item.kind
    if item is None:
        item = ReviewItem(post=post, forum_id=post.thread.forum_id, opened_at=at)
    item.reasons, item.kind = every, gravest
    item.priority = ReviewItem.PRIORITIES[Kind(gravest)]
    item.due_at = min(_due(gravest, at), item.due_at or _due(gravest, at))
    item.save()
    log(ModerationEvent.Kind.HELD, by=by, post=post, item=item, at=at, after={"reasons": wanted})
    if is_news:
        tell_reviewers(item, at=at)
    return item


@transaction.atomic
def open_profile_review(
    person: User, *, reason: str, note: str, by: User, at: datetime
) -> ReviewItem:
    """Puts a member's own page before the moderators; an open item takes further reports in."""
    item = ReviewItem.objects.select_for_update().open().filter(profile_of=person).first()
    if item is None:
        item = ReviewItem(profile_of=person, kind=Kind.PROFILE, opened_at=at)
        item.priority, item.due_at = ReviewItem.PRIORITIES[Kind.PROFILE], _due(Kind.PROFILE, at)
        item.save()
        tell_reviewers(item, at=at)
    item.reasons = list(dict.fromkeys([*item.reasons, reason]))
    item.save(update_fields=["reasons"])
    words = ": ".join(word for word in (reason, note) if word)
    log(ModerationEvent.Kind.REPORTED, by=by, item=item, person=person, at=at, reason=words[:500])
    return item


@transaction.atomic
def ask_again(post: Post, *, at: datetime) -> ReviewItem | None:
    """Puts a post that waits or is hidden before a reviewer again, because its author changed it.

    Nothing happens when it stands before one already.
    """
    if post.state not in (Post.State.HELD, Post.State.HIDDEN):
        return None
    if ReviewItem.objects.open().filter(post=post).exists():
        return None
    last = post.review_items.order_by("-decided_at", "-pk").first()
    reasons = last.reasons if last else [Kind.REPORT.value]
    return open_review(post, reasons=reasons, by=post.author, at=at)


def _due(kind: str, at: datetime) -> datetime:
    hours = ReviewItem.HOURS.get(Kind(kind), ReviewItem.OTHER_HOURS)
    return at + timedelta(hours=hours)


def tell_reviewers(item: ReviewItem, *, at: datetime) -> None:
    """Tells who reviews that something waits; in a crisis the trust officers too. Only a link."""
    notify(
        reviewers_of(item),
        kind=Notification.Kind.REVIEW,
        subject=item,
        at=at,
        is_for_me=True,
        is_private=True,
    )


def reviewers_of(item: ReviewItem) -> QuerySet[User]:
    people = _moderators_for(item)
    if item.kind == Kind.CRISIS:
        people = people | holders_of(OPEN_SEAL)
    if item.forum is not None:
        people = people | User.objects.filter(pk__in=facilitators_of(item.forum).values("pk"))
    return people.distinct()


def _moderators_for(item: ReviewItem) -> QuerySet[User]:
    """All of them for what members reported; otherwise those who read the forum."""
    people = holders_of(MODERATE)
    if item.forum is None or item.kind in ReviewItem.FROM_MEMBERS:
        return people
    if item.post is not None and item.post.reports.exists():
        return people
    return readers_of_forum(item.forum, people)


def holders_of(permission: str) -> QuerySet[User]:
    """Who was given a permission through a group, or by name."""
    app, _, codename = permission.partition(".")
    given = Q(
        groups__permissions__content_type__app_label=app, groups__permissions__codename=codename
    ) | Q(user_permissions__content_type__app_label=app, user_permissions__codename=codename)
    return User.objects.present().filter(pk__in=User.objects.filter(given).values("pk"))
