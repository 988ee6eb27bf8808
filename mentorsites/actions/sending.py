"""Sending a profile for review and taking it back. The live page stays as it is meanwhile."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import WorkflowState
from wagtail.users.models import UserProfile

from hub.accounts.models import User

from ..differences import differences_between
from ..models import MentorSitePage, ProfileChange
from ..profile.versions import working_copy
from ..profile.words import Words
from .saving import lock
from .telling import tell_reviewers


class UnableToSend(Exception):
    """Says in plain words why there is nothing to send."""


class UnableToWithdraw(Exception):
    """Says in plain words why a change cannot be taken back."""


@transaction.atomic
def send_for_review(site: MentorSitePage, *, by: User, at: datetime) -> ProfileChange:
    """Hands the newest version to the reviewers; what waits already is only brought up to date.

    A change that was sent back waits again under its old address, with its conversation. Raises
    UnableToSend when readers would see nothing new.
    """
    current = lock(site)
    waiting = ProfileChange.objects.open().filter(site=site).first()
    if waiting:
        return waiting
    if current.live and not differences_between(current, working_copy(current), words=Words()):
        raise UnableToSend("Nothing differs from what readers see.")
    change = _opened(current, by=by, at=at)
    _start_review(current, change, by=by)
    tell_reviewers(change, by=by, at=at)
    return change


@transaction.atomic
def wait_again(change: ProfileChange, *, by: User | None, at: datetime) -> ProfileChange:
    """A change that was sent back waits once more; Wagtail itself tells its reviewers."""
    site = lock(change.site)
    waiting = ProfileChange.objects.open().filter(site=site).first()
    return waiting or _open(change, site, by=by, at=at)


def _opened(site: MentorSitePage, *, by: User, at: datetime) -> ProfileChange:
    returned = (
        ProfileChange.objects.filter(
            site=site,
            state=ProfileChange.State.RETURNED,
            workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        )
        .newest_first()
        .first()
    )
    return _open(returned or ProfileChange(site=site), site, by=by, at=at)


def _open(
    change: ProfileChange, site: MentorSitePage, *, by: User | None, at: datetime
) -> ProfileChange:
    fields: dict[str, Any] = {
        "revision_id": site.latest_revision_id,
        "live_revision_id": site.live_revision_id,
        "sent_by": by,
        "sent_at": at,
        "state": ProfileChange.State.OPEN,
        "decided_by": None,
        "decided_at": None,
    }
    for name, value in fields.items():
        setattr(change, name, value)
    change.save()
    return change


def _start_review(site: MentorSitePage, change: ProfileChange, *, by: User) -> None:
    """Starts Wagtail's workflow, or goes on with the one that an editor started or sent back."""
    going = site.current_workflow_state
    if going is None:
        workflow = site.get_workflow()
        going = workflow.start(site, by) if workflow else None
    elif going.status == WorkflowState.STATUS_NEEDS_CHANGES:
        going.resume(user=by)
    _spare_wagtails_mails(by)
    change.workflow_state = going
    change.save(update_fields=["workflow_state"])


def _spare_wagtails_mails(person: User) -> None:
    """Wagtail's mails about a decision lead to its editor; whoever cannot enter gets only ours."""
    if not person.has_perm("wagtailadmin.access_admin"):
        UserProfile.objects.update_or_create(
            user=person,
            defaults={"approved_notifications": False, "rejected_notifications": False},
        )


@transaction.atomic
def withdraw_change(change: ProfileChange, *, by: User, at: datetime) -> ProfileChange:
    """Takes a change back; the draft stays. Raises UnableToWithdraw when it was decided already."""
    site = lock(change.site)
    change = ProfileChange.objects.select_related("workflow_state").get(pk=change.pk)
    if change.state != ProfileChange.State.OPEN:
        raise UnableToWithdraw("This was decided in the meantime.")
    change.state = ProfileChange.State.WITHDRAWN
    change.decided_by, change.decided_at = by, at
    change.save(update_fields=["state", "decided_by", "decided_at"])
    going = site.current_workflow_state
    if going is not None and going == change.workflow_state:
        going.cancel(user=by)
    return change
