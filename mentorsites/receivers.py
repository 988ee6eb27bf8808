"""What happens to a profile on the editors' side reaches the change that waits here.

Wagtail tells of its workflow without the time: a decision counts from now.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from .actions.reviewing import decide, keep_note
from .actions.sending import wait_again
from .models import MentorSitePage, ProfileChange

State = ProfileChange.State


def note_submitted_change(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """An editor sent the page for review: those who keep it see that something waits."""
    site = _site_of(instance)
    if site is not None:
        ProfileChange.objects.get_or_create(
            site=site,
            state=State.OPEN,
            defaults={
                "revision_id": site.latest_revision_id,
                "live_revision_id": site.live_revision_id,
                "workflow_state": instance,
                "sent_by": user,
                "sent_at": timezone.now(),
            },
        )


def note_resubmitted_change(sender: Any, instance: TaskState, user: Any, **kwargs: Any) -> None:
    """An editor sent it once more after a question: Wagtail tells of the task only."""
    change = _change_of(instance.workflow_state)
    if change is not None and change.state == State.RETURNED:
        wait_again(change, by=user, at=timezone.now())


def note_approved_change(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    _decide(instance, State.APPROVED, user)


def note_returned_change(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    _decide(instance, State.RETURNED, user)


def note_cancelled_change(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Taken back; or an editor published the page without a word, and Wagtail then cancels."""
    site = _site_of(instance)
    if site is not None:
        is_live = site.live_revision_id == site.latest_revision_id
        _decide(instance, State.APPROVED if is_live else State.WITHDRAWN, user)


def note_comment(sender: Any, instance: TaskState, user: Any, **kwargs: Any) -> None:
    change = _change_of(instance.workflow_state)
    if change is not None and instance.comment.strip():
        text, now = instance.comment[:2000], timezone.now()
        keep_note(change, text=text, by=user, at=now, is_from_reviewer=True)


def note_published_change(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Published where no workflow is set up; with one, the workflow tells of it."""
    revision = kwargs.get("revision")
    if not isinstance(instance, MentorSitePage) or revision is None:
        return
    waiting = ProfileChange.objects.open().filter(site=instance, workflow_state=None)
    for change in waiting.filter(revision=revision):
        decide(change, state=State.APPROVED, by=revision.user, at=timezone.now())


def _decide(state: WorkflowState, decision: str, user: Any) -> None:
    change = _change_of(state)
    undecided = (State.OPEN, State.RETURNED)
    if change is not None and change.state in undecided:
        decide(change, state=decision, by=user, at=timezone.now())


def _change_of(state: WorkflowState) -> ProfileChange | None:
    changes = ProfileChange.objects.filter(workflow_state=state).select_related("site")
    return changes.newest_first().first()


def _site_of(state: WorkflowState) -> MentorSitePage | None:
    # An import hands in hundreds of other pages at once.
    if state.content_type_id != ContentType.objects.get_for_model(MentorSitePage).pk:
        return None
    page = state.content_object
    site = page.specific if isinstance(page, Page) else None
    return site if isinstance(site, MentorSitePage) else None


def connect() -> None:
    workflow_submitted.connect(note_submitted_change, dispatch_uid="profile-submitted")
    task_submitted.connect(note_resubmitted_change, dispatch_uid="profile-resubmitted")
    workflow_approved.connect(note_approved_change, dispatch_uid="profile-approved")
    workflow_rejected.connect(note_returned_change, dispatch_uid="profile-returned")
    workflow_cancelled.connect(note_cancelled_change, dispatch_uid="profile-cancelled")
    task_approved.connect(note_comment, dispatch_uid="profile-approved-comment")
    task_rejected.connect(note_comment, dispatch_uid="profile-rejected-comment")
    page_published.connect(note_published_change, dispatch_uid="profile-published")
