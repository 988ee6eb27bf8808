"""What waits for review is always the newest version: approving publishes that one."""

from wagtail.models import Revision, TaskState

from ..models import MentorSitePage, ProfileChange


def follow_newest(site: MentorSitePage, revision: Revision) -> None:
    """The change that waits, and Wagtail's own task, are about `revision` now."""
    ProfileChange.objects.open().filter(site=site).update(revision=revision)
    waiting = TaskState.objects.for_instance(site).filter(status=TaskState.STATUS_IN_PROGRESS)
    waiting.update(revision=revision)
