"""How a case ends: with written recommendations, and a day to ask how it went."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User
from hub.notifications.actions import announce, notify
from hub.notifications.models import Notification

from ..access import facilitators_of
from ..models import CaseDetail, Thread
from ..rendering import render


@transaction.atomic
def close_case(
    thread: Thread, *, recommendations: str, follow_up_on: date, by: User, at: datetime
) -> CaseDetail:
    """The recommendations stand on top from now on; on `follow_up_on` ask_how_it_went() asks."""
    detail = CaseDetail.objects.select_for_update().get(thread=thread)
    detail.recommendations = recommendations
    detail.recommendations_html = render(recommendations).html
    detail.follow_up_on, detail.followed_up_at = follow_up_on, None
    detail.closed_at = at
    # Under an alias nobody is named who closes their own case.
    detail.closed_by = None if thread.started_as_id else by
    detail.save()
    return detail


def ask_how_it_went(at: datetime) -> int:
    """Asks in every case whose day has come, once. Returns how many those were.

    Told are its author, when they wrote under their name, the facilitators of the forum, and
    whoever follows the thread. Nobody is found by an alias: then the others must ask.
    """
    due = CaseDetail.objects.filter(
        follow_up_on__lte=at.date(), followed_up_at=None, closed_at__isnull=False
    ).select_related("thread__forum", "thread__author")
    asked = 0
    for detail in due:
        with transaction.atomic():
            is_ours = CaseDetail.objects.filter(pk=detail.pk, followed_up_at=None)
            if not is_ours.update(followed_up_at=at):
                continue
            _ask(detail.thread, at)
        asked += 1
    return asked


def _ask(thread: Thread, at: datetime) -> None:
    news: dict[str, Any] = {
        "kind": Notification.Kind.SYSTEM,
        "subject": thread,
        "at": at,
        "is_private": True,
    }
    people = {one.pk: one for one in facilitators_of(thread.forum)}
    if thread.author is not None:
        people[thread.author.pk] = thread.author
    notify(people.values(), is_for_me=True, **news)
    announce(to_followers_of=[thread], by=None, already_told=set(people), **news)
