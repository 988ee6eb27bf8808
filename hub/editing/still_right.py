"""Somebody looked at a published page again, and it is still right."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState

from hub.accounts.models import User
from hub.core.visibility import is_visible
from hub.resources.models import ResourcePage
from hub.resources.versions import put_in_versions, put_live
from mentorsites.models import MentorSitePage

from .desk import today

CONFIRMED = "hub.confirm"
# Until when it is good where nobody planned otherwise.
A_YEAR = timedelta(days=365)
FACTS = ("last_reviewed", "review_due", "reviewer")


class UnableToConfirm(Exception):
    """Says in plain words why a page is not confirmed."""


def can_confirm(person: Any, page: Page) -> bool:
    """Whether `person` may say of this published page that it is still right.

    Mentor sites are not among these: who keeps one confirms it in a way of its own.
    """
    kind = page.specific_class
    if kind is None or not issubclass(kind, ResourcePage) or issubclass(kind, MentorSitePage):
        return False
    return page.permissions_for_user(person).can_edit() and is_visible(page, person)


def next_review(page: ResourcePage, on: date) -> date:
    """The day until which it is good again: the span that was planned, else a year."""
    last, due = page.last_reviewed, page.review_due
    return on + (due - last if last and due and due > last else A_YEAR)


@transaction.atomic
def confirm(page: Page, *, by: User, at: datetime) -> ResourcePage:
    """Notes in what is live and in every draft that `page` was reviewed, and plans the next time.

    It publishes no draft and loses none. Raises UnableToConfirm when somebody else locked it.
    """
    live = _lock(page)
    if live.locked and live.locked_by_id != by.pk:
        raise UnableToConfirm("Somebody else locked this page for the time being.")
    live.review_due = next_review(live, today(at))
    live.last_reviewed = today(at)
    live.reviewer = str(by)[:120]
    put_live(live, FACTS, at=at)
    revision = put_in_versions(live, _stored(live), by=_author(live))
    if revision:
        _follow_newest(live, revision)
    log(
        instance=live,
        action=CONFIRMED,
        user=by,
        revision=revision,
        data={"due": live.review_due.isoformat()},
    )
    return live


def _lock(page: Page) -> ResourcePage:
    """The page as it is now; whoever else wants to change it waits."""
    return Page.objects.select_for_update().get(pk=page.pk).specific


def _stored(live: ResourcePage) -> dict[str, str]:
    return {
        "last_reviewed": str(live.last_reviewed),
        "review_due": str(live.review_due),
        "reviewer": live.reviewer,
    }


def _author(live: ResourcePage) -> User | None:
    # Whoever confirms wrote nothing, and may approve what somebody writes next.
    draft = live.latest_revision if live.has_unpublished_changes else None
    return draft.user if draft else None


def _follow_newest(live: ResourcePage, revision: Revision) -> None:
    """What waits for review is about the newest version."""
    waiting = TaskState.objects.for_instance(live).filter(status=TaskState.STATUS_IN_PROGRESS)
    waiting.update(revision=revision)
