"""The steps of a review. Unlike in Wagtail's own, nobody approves what they wrote or sent."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from hub.guidelines.actions import record_clinical_review
from hub.guidelines.models import GuidelinePage
from mentorsites.actions.reviewing import UnableToDecide

from ..writers import is_their_own

Action = tuple[str, str, bool]
# An administrator put it live without a second person.
ALONE = "editing.publish_alone"


class UnableToApprove(UnableToDecide):
    """Says in plain words why somebody else has to approve `page`.

    A kind of UnableToDecide, so that the page where a mentor site's change is decided says it too.
    """

    def __init__(self, page: Page, words: str) -> None:
        super().__init__(words)
        self.page = page


class OthersApprovalTask(AbstractGroupApprovalTask):
    """Asked wherever a step is approved: the editor, the first screen, many pages, the code."""

    class Meta:
        abstract = True

    def get_actions(self, obj: Page, user: Any) -> list[Action]:
        actions = super().get_actions(obj, user)
        state = obj.current_workflow_task_state if actions else None
        if state is None or self.why_not(state, obj, user) is None:
            return actions
        return [action for action in actions if action[0] != "approve"]

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve":
            self.before_approval(task_state, user)
        super().on_action(task_state, user, action_name, **kwargs)

    def before_approval(self, task_state: TaskState, user: Any) -> None:
        page = task_state.workflow_state.content_object
        if why_not := self.why_not(task_state, page, user):
            raise UnableToApprove(page, why_not)

    def why_not(self, task_state: TaskState, page: Page, user: Any) -> str | None:
        """In plain words why `user` may not approve this step; None when they may."""
        raise NotImplementedError


class ReviewTask(OthersApprovalTask):
    """A reviewer reads it; never whoever wrote or sent it."""

    class Meta:
        verbose_name = "review"

    def why_not(self, task_state: TaskState, page: Page, user: Any) -> str | None:
        if user.is_superuser or not is_their_own(user, page):
            return None
        return "You wrote or sent this, so somebody else has to approve it."

    def before_approval(self, task_state: TaskState, user: Any) -> None:
        super().before_approval(task_state, user)
        page = task_state.workflow_state.content_object
        if is_their_own(user, page):
            log(instance=page.specific, action=ALONE, user=user)


class ClinicalReviewTask(OthersApprovalTask):
    """A clinician answers for it under their own name: not an administrator in their place."""

    class Meta:
        verbose_name = "clinical review"

    def why_not(self, task_state: TaskState, page: Page, user: Any) -> str | None:
        if not self._user_in_groups(user):
            return "A clinical reviewer has to approve this."
        if is_their_own(user, page):
            return "You wrote or sent this, so another clinician has to approve it."
        steps = TaskState.objects.filter(workflow_state=task_state.workflow_state_id)
        if steps.filter(status=TaskState.STATUS_APPROVED, finished_by=user).exists():
            return "You approved the step before: two people have to read this."
        return None

    def before_approval(self, task_state: TaskState, user: Any) -> None:
        super().before_approval(task_state, user)
        page = task_state.workflow_state.content_object
        if isinstance(page.specific, GuidelinePage):
            # Wagtail publishes what this very object takes for its latest version.
            page.latest_revision = record_clinical_review(page.specific, by=user, at=timezone.now())
