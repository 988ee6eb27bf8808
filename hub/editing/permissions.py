"""Who may put a page in front of readers: never alone whoever wrote it or sent it."""

from typing import Any

from wagtail.models import Page

from .models import ClinicalReviewTask
from .writers import is_their_own


def can_publish(person: Any, page: Page) -> bool:
    """Whether `person`, who may publish here, may do so without a review of what is written now.

    Administrators may, and the log says so.
    """
    return person.is_superuser or not needs_somebody_else(person, page)


def needs_somebody_else(person: Any, page: Page) -> bool:
    return is_their_own(person, page) or needs_clinician(page)


def needs_clinician(page: Page) -> bool:
    workflow = page.get_workflow()
    return ClinicalReviewTask.objects.filter(
        active=True, workflow_tasks__workflow=workflow
    ).exists()
