"""What an editor asks for: each step waits until somebody carries it out."""

from datetime import datetime
from typing import Any

from django.db import transaction

from ..models import Import
from ..reading.sheets import Sheet


class UnableToStart(Exception):
    """The import is not where this step begins; somebody pressed twice, or it is over."""


@transaction.atomic
def begin_import(sheet: Sheet, *, kind: str, file_name: str, by: Any, at: datetime) -> Import:
    return Import.objects.create(
        kind=kind,
        file_name=file_name[:200],
        read_as=sheet.read_as,
        sheet=sheet.as_json(),
        total_rows=len(sheet.rows),
        made_by=by,
        made_at=at,
        asked_at=at,
    )


def start_import(one: Import, *, leaves_out: bool, submits: bool, by: Any, at: datetime) -> Import:
    """Raises UnableToStart when there is nothing to import, or rows with problems are not to be
    left out.
    """
    counts = one.report.get("counts", {})
    if one.report.get("faults") or not counts.get("new", 0) + counts.get("changed", 0):
        raise UnableToStart("There is nothing to import in this sheet.")
    if counts.get("broken") and not leaves_out:
        raise UnableToStart("Rows have problems: mend them, or choose to leave them out.")
    one.leaves_out, one.submits = leaves_out, submits
    return _ask(one, Import.State.CHECKED, Import.State.TO_IMPORT, at)


def undo_import(one: Import, *, by: Any, at: datetime) -> Import:
    return _ask(one, Import.State.DONE, Import.State.TO_UNDO, at)


def _ask(one: Import, before: str, after: str, at: datetime) -> Import:
    # Pressed twice, the second press finds it gone on.
    changed = Import.objects.filter(pk=one.pk, state=before).update(
        state=after,
        asked_at=at,
        leaves_out=one.leaves_out,
        submits=one.submits,
        done_rows=0,
        failure="",
    )
    if not changed:
        raise UnableToStart("This import has gone on meanwhile.")
    one.refresh_from_db()
    return one


def discard_import(one: Import, *, by: Any, at: datetime) -> None:
    """The sheet and what was found in it; what was imported stays."""
    # Whoever took it up a moment ago goes on; it can be thrown away afterwards.
    at_work = [state.value for state in Import.NEXT.values()]
    if not Import.objects.filter(pk=one.pk).exclude(state__in=at_work).delete()[0]:
        raise UnableToStart("The hub is at work on this sheet.")


def forget_imports(before: datetime) -> int:
    """Removes imports that began before this moment, with the words of their sheets."""
    return Import.objects.filter(made_at__lt=before).delete()[0]
