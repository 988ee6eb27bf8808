"""Telling people what was decided about them: a link to the line of the log, never the words."""

from datetime import datetime

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..models import ModerationEvent, Report


def tell_author(event: ModerationEvent, *, at: datetime) -> int:
    """Tells the member whom a decision concerns.

    Whoever wrote under an alias cannot be told: nobody knows who it is. They see it in the thread.
    """
    if event.person is None or event.person == event.actor:
        return 0
    return notify(
        [event.person],
        kind=Notification.Kind.SYSTEM,
        subject=event,
        at=at,
        is_for_me=True,
        is_private=True,
    )


def tell_reporters(event: ModerationEvent, *, at: datetime) -> int:
    """Tells everybody who reported the post that somebody decided; each leads to their report."""
    if event.post is None:
        return 0
    waiting = event.post.reports.filter(answered_at=None).exclude(reporter=None)
    told = sum(_tell_reporter(report, at) for report in waiting.select_related("reporter"))
    waiting.update(answered_at=at)
    return told


def _tell_reporter(report: Report, at: datetime) -> int:
    reporter: User | None = report.reporter
    if reporter is None:
        return 0
    return notify(
        [reporter],
        kind=Notification.Kind.SYSTEM,
        subject=report,
        at=at,
        is_for_me=True,
        is_private=True,
    )
