"""Who hears of a change: reviewers that it waits, those who keep the site what became of it."""

from datetime import datetime

from django.db.models import QuerySet

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..models import ProfileChange, SiteManager
from ..telling import keepers_of

Kind = Notification.Kind


def reviewers_of(change: ProfileChange) -> QuerySet[User]:
    """Whom Wagtail's workflow asks now; nobody who keeps the site."""
    state = change.workflow_state
    task = state.current_task_state.task.specific if state and state.current_task_state else None
    groups = getattr(task, "groups", None)
    if groups is None:
        return User.objects.none()
    own = SiteManager.objects.current().filter(site=change.site_id)
    reviewers = User.objects.filter(groups__in=groups.all()).exclude(pk__in=own.values("person"))
    return reviewers.distinct()


def tell_reviewers(change: ProfileChange, *, by: User | None, at: datetime) -> int:
    """On the hub; the mail is Wagtail's own, to those who want it."""
    return notify(reviewers_of(change), kind=Kind.REVIEW, subject=change, by=by, at=at)


def tell_keepers(change: ProfileChange, *, kind: str, by: User | None, at: datetime) -> int:
    return notify(
        keepers_of(change.site),
        kind=kind,
        subject=change,
        by=by,
        at=at,
        is_for_me=True,
        is_private=True,
    )


def tell_whoever_talked(change: ProfileChange, *, by: User | None, at: datetime) -> int:
    """The reviewers who said something about it; nobody yet: those who are asked to review."""
    said = change.notes.filter(is_from_reviewer=True).values("author")
    talked = User.objects.filter(pk__in=said)
    people = talked if talked.exists() else reviewers_of(change)
    return notify(
        people, kind=Kind.REPLY, subject=change, by=by, at=at, is_for_me=True, is_private=True
    )
