"""Many drafts handed to the reviewers, a batch at a time, with one mail for all of them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import Page, PageLogEntry, TaskState, Workflow, WorkflowState
from wagtail.signals import workflow_submitted

from .finding import PART
from .giving_way import step_by_step
from .models import Import

# Pages handed in with one transaction: on SQLite all other writers wait for it.
BATCH = 150


def submit(pages: list[Any], *, shelf: Any, of: Import, by: Any, at: datetime) -> int:
    """Starts the shelf's workflow for each page; those that are in one already stay. Returns how
    many were handed in.

    The same rows as Workflow.start() writes, which asks some thirty times for each page, and mails
    every reviewer for each. The drafts are written before: cut off in the middle, some are not
    handed in, and the report of the import says how many are.
    """
    workflow = shelf.get_workflow()
    task = workflow.tasks.filter(active=True).first() if workflow else None
    steps: list[TaskState] = []
    try:
        for start in step_by_step(range(0, len(pages) if task else 0, BATCH)):
            batch = pages[start : start + BATCH]
            steps += _submit(batch, workflow, task, before=len(steps), of=of, by=by, at=at)
    finally:
        # Those that are handed in wait, whatever happened to the others.
        if steps:
            ManyDraftsNotifier()(instance=steps[0], user=by, number=len(steps), sheet=of.file_name)
    return len(steps)


@transaction.atomic
def _submit(
    pages: list[Any], workflow: Workflow, task: Any, *, before: int, of: Import, by: Any, at: Any
) -> list[TaskState]:
    # Locked until the end; when it is to be taken back already, there is nothing to read.
    if not Import.objects.select_for_update().filter(pk=of.pk, state=Import.State.DONE).exists():
        return []
    chosen = _not_in_review(_as_imported(pages))
    steps = _start(chosen, workflow, task, by)
    _log(chosen, steps, workflow, of=of, by=by, at=at)
    for step in steps:
        # Whoever waits for pages in review hears of each. Wagtail's mails go out only for what
        # WorkflowState itself sends.
        workflow_submitted.send(sender=Import, instance=step.workflow_state, user=by)
    of.report["submitted"] = before + len(steps)
    Import.objects.filter(pk=of.pk).update(report=of.report)
    return steps


def _as_imported(pages: list[Any]) -> list[Any]:
    """Without those that somebody deleted or went on with since they were written."""
    drafts = dict(
        Page.objects.select_for_update()
        .filter(pk__in=[page.pk for page in pages])
        .values_list("pk", "latest_revision_id")
    )
    return [page for page in pages if drafts.get(page.pk) == page.latest_revision_id]


def _not_in_review(pages: list[Any]) -> list[Any]:
    states = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
    )
    busy = set(states.values_list("object_id", flat=True))
    return [page for page in pages if str(page.pk) not in busy]


def _start(pages: list[Any], workflow: Workflow, task: Any, by: Any) -> list[TaskState]:
    task = task.specific
    states = [
        WorkflowState(
            content_type_id=page.content_type_id,
            base_content_type=page.get_base_content_type(),
            object_id=str(page.pk),
            workflow=workflow,
            requested_by=by,
        )
        for page in pages
    ]
    WorkflowState.objects.bulk_create(states, batch_size=PART)
    kind = task.get_task_state_class()
    steps = [
        kind(workflow_state=state, task=task, revision_id=page.latest_revision_id)
        for state, page in zip(states, pages, strict=True)
    ]
    kind.objects.bulk_create(steps, batch_size=PART)
    for state, step in zip(states, steps, strict=True):
        state.current_task_state = step
    WorkflowState.objects.bulk_update(states, ["current_task_state"], batch_size=PART)
    return steps


def _log(
    pages: list[Any], steps: list[TaskState], workflow: Workflow, *, of: Import, by: Any, at: Any
) -> None:
    about = {
        "id": workflow.pk,
        "title": workflow.name,
        "status": WorkflowState.STATUS_IN_PROGRESS,
    }
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                content_type_id=page.content_type_id,
                label=page.title,
                action="wagtail.workflow.start",
                timestamp=at,
                user=by,
                data={
                    "workflow": {
                        **about,
                        "next": {"id": step.task_id, "title": step.task.name},
                        "task_state_id": step.pk,
                    },
                    "import": of.pk,
                },
                page_id=page.pk,
                revision_id=step.revision_id,
            )
            for page, step in zip(pages, steps, strict=True)
        ],
        batch_size=PART,
    )


class ManyDraftsNotifier(GroupApprovalTaskStateSubmissionEmailNotifier):
    """To whom Wagtail would have written for each page."""

    def get_template_set(self, instance: TaskState, **kwargs: Any) -> dict[str, str]:
        return {"subject": "importing/drafts_subject.txt", "text": "importing/drafts.txt"}

    def get_context(self, task_state: TaskState, **kwargs: Any) -> dict[str, Any]:
        first_screen = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home")
        return {**kwargs, "sender": kwargs["user"], "first_screen": first_screen}
