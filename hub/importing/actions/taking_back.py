"""Taking an import back: only what nobody has put a hand to since."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from ..giving_way import step_by_step
from ..models import Import, ImportedPage
from ..permissions import can_take_back


def take_back(one: Import, *, at: datetime) -> Import:
    """Deletes the drafts it made and brings back what it changed, unless somebody went on from
    there. Stopped in the middle it can be asked for again.
    """
    kept = 0
    pages = step_by_step(one.pages.select_related("page"))
    for number, imported in enumerate(pages, start=1):
        kept += not _take_back(imported, one)
        Import.objects.filter(pk=one.pk).update(done_rows=number, beat_at=timezone.now())
    one.report["kept"] = kept
    one.state, one.ended_at = Import.State.UNDONE, at
    one.save(update_fields=["state", "ended_at", "report"])
    return one


@transaction.atomic
def _take_back(imported: ImportedPage, one: Import) -> bool:
    """Whether it could be; locked meanwhile, so that nobody begins to work on it."""
    page = Page.objects.select_for_update().filter(pk=imported.page_id).first()
    if page is None or not _is_untouched(page, imported, one):
        return False
    page, by = page.specific, one.made_by
    review = page.current_workflow_state
    if review is not None and review.requested_by_id == by.pk:
        # Handed in by this import: without its draft there is nothing to read.
        review.cancel(user=by)
        page = type(page).objects.get(pk=page.pk)
    if not can_take_back(by, page, is_new=imported.is_new):
        # Leaves the review as it was, too.
        transaction.set_rollback(True)
        return False
    if imported.is_new:
        page.delete(user=by)
    else:
        _bring_back(page, imported, by)
    return True


def _is_untouched(page: Page, imported: ImportedPage, one: Import) -> bool:
    """Neither a newer draft nor anything in its history since; a new page was never public."""
    was_public = page.live or page.first_published_at is not None
    if imported.is_new and (was_public or page.numchild):
        return False
    draft = page.latest_revision
    # Whoever has a form open may save into the same revision.
    if draft is None or draft.pk != imported.revision_number or draft.created_at > one.ended_at:
        return False
    return not PageLogEntry.objects.filter(page=page.pk, timestamp__gt=one.ended_at).exists()


def _bring_back(page: Any, imported: ImportedPage, by: Any) -> None:
    earlier = Revision.objects.filter(pk=imported.earlier_revision).first()
    # A page without an earlier draft goes back to what is published.
    before = earlier.as_object() if earlier else page
    before.save_revision(user=by, log_action=True, previous_revision=earlier, clean=False)
    if earlier is None or earlier.pk == page.live_revision_id:
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)
