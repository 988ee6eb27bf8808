"""Deciding about a change, wherever that happens, and the talk about it."""

from datetime import datetime

from django.db import transaction
from wagtail.models import TaskState

from hub.accounts.models import User
from hub.notifications.models import Notification

from ..models import ProfileChange, ProfileNote
from .saving import lock
from .telling import tell_keepers, tell_whoever_talked

State = ProfileChange.State
# Under this name the hub tells of it: see hub.notifications.words.
KINDS: dict[str, str] = {
    State.APPROVED: Notification.Kind.UPDATED,
    State.RETURNED: Notification.Kind.REPLY,
    State.WITHDRAWN: Notification.Kind.REPLY,
}


class UnableToDecide(Exception):
    """Says in plain words why a decision does not count."""


@transaction.atomic
def approve_change(change: ProfileChange, *, seen: int, by: User, at: datetime) -> None:
    """Approves what the reviewer has `seen` (the number of its revision); it goes live.

    Raises UnableToDecide when it was decided before, or when a newer version has come since.
    """
    task = _task_to_decide(change, seen)
    if task is None:
        _publish(change, by=by)
        decide(change, state=State.APPROVED, by=by, at=at)
    else:
        task.task.specific.on_action(task, by, "approve")


@transaction.atomic
def ask_for_a_change(
    change: ProfileChange, *, words: str, seen: int, by: User, at: datetime
) -> None:
    """Sends a change back with `words`. Raises UnableToDecide as approve_change() does."""
    task = _task_to_decide(change, seen)
    if task is None:
        keep_note(change, text=words, by=by, at=at, is_from_reviewer=True)
        decide(change, state=State.RETURNED, by=by, at=at)
    else:
        task.task.specific.on_action(task, by, "reject", comment=words)


def _task_to_decide(change: ProfileChange, seen: int) -> TaskState | None:
    """Wagtail's task that waits for a word; None where no workflow is set up."""
    site = lock(change.site)
    change.refresh_from_db()
    if change.state != State.OPEN:
        raise UnableToDecide("This was decided in the meantime.")
    if site.latest_revision_id != seen:
        raise UnableToDecide("A newer version has come since you looked. Look at it first.")
    return site.current_workflow_task_state


def _publish(change: ProfileChange, *, by: User) -> None:
    if change.revision:
        change.revision.publish(user=by)


@transaction.atomic
def decide(change: ProfileChange, *, state: str, by: User | None, at: datetime) -> ProfileChange:
    """Notes what was decided, once, and tells those who keep the site."""
    known = ProfileChange.objects.select_for_update().get(pk=change.pk)
    if known.state == state:
        return known
    known.state, known.decided_by, known.decided_at = state, by, at
    # Somebody on the editors' side may have saved a newer version than the one that was sent.
    newest = ProfileChange.objects.values_list("site__latest_revision", flat=True)
    known.revision_id = newest.get(pk=known.pk)
    known.save(update_fields=["state", "decided_by", "decided_at", "revision"])
    tell_keepers(known, kind=KINDS[state], by=by, at=at)
    return known


def keep_note(
    change: ProfileChange, *, text: str, by: User | None, at: datetime, is_from_reviewer: bool
) -> ProfileNote:
    """Adds a remark that comes with a decision: the decision is what the site hears of."""
    return ProfileNote.objects.create(
        change=change, author=by, text=text, at=at, is_from_reviewer=is_from_reviewer
    )


@transaction.atomic
def note(
    change: ProfileChange, *, text: str, by: User | None, at: datetime, is_from_reviewer: bool
) -> ProfileNote:
    """Adds a remark; the other side hears of it."""
    made = keep_note(change, text=text, by=by, at=at, is_from_reviewer=is_from_reviewer)
    tell_keepers(change, kind=Notification.Kind.REPLY, by=by, at=at)
    if not is_from_reviewer:
        tell_whoever_talked(change, by=by, at=at)
    return made
