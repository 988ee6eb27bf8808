"""The work itself, outside any request: checking and importing.

Progress is committed on its own while everything is built in memory. What is imported goes in with
one transaction, together with the word that it is done: after a crash there is all or nothing.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Revision

from ..checking import check_sheet
from ..columns import KINDS
from ..finding import parts
from ..giving_way import step_by_step
from ..models import Import, ImportedPage, ImportKey
from ..outcomes import Checked, Outcome, Verdict
from ..permissions import shelf_for
from ..reading.sheets import Sheet
from ..reviewing import submit
from ..writing import (
    BATCH,
    UnableToWrite,
    note_for_search,
    place_pages,
    prepare,
    write_log,
    write_revisions,
)

logger = logging.getLogger(__name__)
# Another writer may take the same place in the tree; it is there only once.
TRIES = 3


def check_import(one: Import, *, at: datetime) -> Import:
    checked = _check(one)
    one.report = checked.as_report()
    one.state, one.done_rows, one.ended_at = Import.State.CHECKED, one.total_rows, None
    one.save(update_fields=["report", "state", "done_rows", "ended_at"])
    return one


def _check(one: Import) -> Checked:
    kind, by = KINDS[one.kind], one.made_by
    shelf = shelf_for(kind, by)
    if shelf is None:
        raise UnableToWrite("You may not add pages on this shelf any more.")

    def say(done: int) -> None:
        Import.objects.filter(pk=one.pk).update(done_rows=done, beat_at=timezone.now())

    return check_sheet(Sheet.from_json(one.sheet), kind, shelf=shelf, by=by, say=say)


def run_import(one: Import, *, at: datetime) -> Import:
    """Everything that was promised, or nothing. Raises UnableToWrite when something changed."""
    for left in range(TRIES - 1, -1, -1):
        checked = _check(one)
        if checked.faults or (checked.of(Verdict.BROKEN) and not one.leaves_out):
            raise UnableToWrite("The rows have problems now that they did not have before.")
        chosen = checked.of(Verdict.NEW, Verdict.CHANGED)
        contents = prepare(chosen)
        try:
            pages = _write(one, chosen, contents, at=at)
            break
        except IntegrityError as error:
            if not left:
                raise UnableToWrite("Others were adding pages at the same moment.") from error
    _index_references(pages)
    if one.submits:
        _submit(one, pages, at=at)
    one.refresh_from_db()
    return one


@transaction.atomic
def _write(one: Import, chosen: list[Outcome], contents: list, *, at: datetime) -> list[Any]:
    _refuse_given_up(one)
    kind, by = KINDS[one.kind], one.made_by
    shelf = shelf_for(kind, by)
    new = [outcome.page for outcome in chosen if outcome.verdict == Verdict.NEW]
    place_pages(kind, shelf, new, at=at)
    _refuse_overtaken([outcome for outcome in chosen if outcome.verdict == Verdict.CHANGED])
    pages = [outcome.page for outcome in chosen]
    revisions = write_revisions(pages, contents, by=by, at=at)
    made = {page.pk for page in new}
    write_log(pages, revisions, new=made, by=by, at=at, number=one.pk)
    _remember(one, chosen, revisions, made)
    note_for_search(pages)
    if one.submits:
        # Counted up a batch at a time, once others may write again.
        one.report["submitted"] = 0
    one.state, one.ended_at, one.done_rows = Import.State.DONE, at, one.total_rows
    # The words are in the drafts now.
    one.sheet = {}
    one.save(update_fields=["state", "ended_at", "done_rows", "sheet", "report"])
    return pages


def _refuse_given_up(one: Import) -> None:
    # Locked until the end: whoever takes this worker for dead waits, and finds it done.
    at_work = Import.objects.select_for_update().filter(pk=one.pk, state=Import.State.IMPORTING)
    if not at_work.exists():
        raise UnableToWrite("This took too long.")


def _refuse_overtaken(changed: list[Outcome]) -> None:
    known = {one.page.pk: one for one in changed}
    for part in parts(list(known)):
        for page in Page.objects.select_for_update().filter(pk__in=part):
            if page.latest_revision_id != known[page.pk].earlier_revision:
                raise UnableToWrite(f"Somebody changed “{page.draft_title}” meanwhile.")


def _remember(
    one: Import, chosen: list[Outcome], revisions: list[Revision], made: set[int]
) -> None:
    ImportedPage.objects.bulk_create(
        [
            ImportedPage(
                source=one,
                page_id=outcome.page.pk,
                line=outcome.line,
                is_new=outcome.page.pk in made,
                revision_number=revision.pk,
                earlier_revision=outcome.earlier_revision,
            )
            for outcome, revision in zip(chosen, revisions, strict=True)
        ],
        batch_size=BATCH,
    )
    ImportKey.objects.bulk_create(
        [
            ImportKey(kind=one.kind, key=outcome.key, page_id=outcome.page.pk)
            for outcome in chosen
            if outcome.key
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["page"],
    )


def _submit(one: Import, pages: list[Any], *, at: datetime) -> None:
    try:
        if shelf := shelf_for(KINDS[one.kind], one.made_by):
            submit(pages, shelf=shelf, of=one, by=one.made_by, at=at)
    except DatabaseError:
        # The drafts are there; what was not handed in waits for its editor.
        logger.exception("Not all imported pages are submitted")


def _index_references(pages: list[Any]) -> None:
    """Where words and organizations are used. Cut short, it heals with the next save."""
    for start in step_by_step(range(0, len(pages), BATCH)):
        try:
            with transaction.atomic():
                for page in pages[start : start + BATCH]:
                    if not page.live:
                        ReferenceIndex.create_or_update_for_object(page)
        except DatabaseError:
            # The drafts are there: nobody is told that nothing was imported.
            logger.exception("References of imported pages are not noted yet")
