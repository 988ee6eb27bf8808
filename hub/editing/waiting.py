"""What waits for one person's review. What they wrote or sent waits for somebody else."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Revision, TaskState

from .models import ClinicalReviewTask
from .writers import has_written

# Longer lists are in the report; looking closer at a page costs statements.
LOOKED_AT = 25


def waiting_for(person: Any, most: int) -> list[TaskState]:
    """The steps that `person` may decide, the oldest first, each with its page.

    Costs the same however many there are, but for pages that `person` saved a version of.
    """
    found: list[TaskState] = []
    for state in _steps(person)[:LOOKED_AT]:
        page = state.revision.content_object
        if page and not (state.has_saved and has_written(person, page)):
            found.append(state)
    return found[:most]


def _steps(person: Any) -> QuerySet[TaskState]:
    steps = TaskState.objects.reviewable_by(person).exclude(_own(person)).exclude(_clinical(person))
    saved = Revision.page_revisions.filter(user=person, object_id=OuterRef("revision__object_id"))
    return (
        steps.filter(workflow_state__base_content_type__app_label="wagtailcore")
        .annotate(has_saved=Exists(saved))
        .select_related("task", "revision", "workflow_state__requested_by")
        .prefetch_related("revision__content_object")
        .order_by("started_at", "pk")
    )


def _own(person: Any) -> Q:
    return Q(workflow_state__requested_by=person)


def _clinical(person: Any) -> Q:
    """Only clinicians answer for a guideline, and not who approved the step before."""
    others = ClinicalReviewTask.objects.exclude(groups__in=person.groups.all()).values("pk")
    approved = TaskState.objects.filter(finished_by=person, status=TaskState.STATUS_APPROVED)
    before = Q(
        task__in=ClinicalReviewTask.objects.values("pk"),
        workflow_state__in=approved.values("workflow_state"),
    )
    return Q(task__in=others) | before
