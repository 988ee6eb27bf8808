"""Whoever works off what waits: a thread beside the server, `run_imports`, or the next tending."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import close_old_connections
from django.utils import timezone

from .actions import check_import, run_import, take_back
from .models import Import
from .writing import UnableToWrite

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0
NOT_TAKEN_BACK = "Taking back stopped in the middle. Ask for it once more: it goes on from there."
STOPPED = "The work was cut off in the middle: nothing was imported. Start again."
WORK: dict[str, Callable[..., Any]] = {
    Import.State.CHECKING: check_import,
    Import.State.IMPORTING: run_import,
    Import.State.UNDOING: take_back,
}


def work_off(at: datetime) -> int:
    """Everything that waits, one after the other. Returns how many that were."""
    recover(at)
    number = 0
    while (one := Import.objects.waiting().first()) is not None:
        number += work_on(one)
    return number


def work_on(one: Import) -> bool:
    """Carries out what `one` waits for; False when somebody else took it."""
    at, waits_for = timezone.now(), one.state
    doing = Import.NEXT[Import.State(waits_for)]
    taken = Import.objects.filter(pk=one.pk, state=waits_for).update(state=doing, beat_at=at)
    if not taken:
        return False
    one.refresh_from_db()
    try:
        WORK[doing](one, at=at)
    except UnableToWrite as error:
        _fail(one, f"{error} Nothing was imported: look at the sheet again.")
    except Exception:
        # The words of the sheet stay out of the log.
        logger.exception("Import %s failed", one.pk)
        _fail(one, "Something went wrong. Nothing was imported: start again.")
    return True


def recover(at: datetime) -> int:
    """What a dead worker left behind: taking back goes on, the rest is over."""
    silent = Import.objects.silent(at)
    undoing = silent.filter(state=Import.State.UNDOING)
    return undoing.update(state=Import.State.TO_UNDO, asked_at=at) + silent.update(
        state=Import.State.FAILED, failure=STOPPED, ended_at=at
    )


def _fail(one: Import, why: str) -> None:
    now, mine = timezone.now(), Import.objects.filter(pk=one.pk)
    undoing = mine.filter(state=Import.State.UNDOING)
    if not undoing.update(state=Import.State.DONE, failure=NOT_TAKEN_BACK):
        mine.at_work().update(state=Import.State.FAILED, failure=why[:300], ended_at=now)


class ImportWorker(threading.Thread):
    """The rounds, in a thread beside a server that runs on embedded defaults."""

    def __init__(self) -> None:
        super().__init__(name="import-worker", daemon=True)
        self._stop_asked = threading.Event()

    def stop(self) -> None:
        self._stop_asked.set()
        # An import that is cut off leaves nothing behind.
        self.join(timeout=30)

    def run(self) -> None:
        while not self._stop_asked.wait(PAUSE_SECONDS):
            try:
                work_off(timezone.now())
            except Exception:
                logger.exception("Imports could not be worked off")
            finally:
                close_old_connections()
