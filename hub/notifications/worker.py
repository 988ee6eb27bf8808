"""What the worker does every second: write the mails that are due, and hand them to the server."""

import logging
import signal
import threading
import time
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from .actions import forget_old_mail, forget_what_is_gone, make_missing_settings
from .delivery import deliver, recover
from .digests import make_due_digests
from .notices import make_due_notices

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0
# How long a failed round is rested from.
REST_SECONDS = 10.0
TENDING_SECONDS = 60.0
TIDYING_SECONDS = 24 * 60 * 60.0


def work_off(at: datetime) -> int:
    """One round. Returns how many mails the server took.

    What cannot be written today must not hold up what is written: codes to sign in, above all.
    """
    news = [import_string(name) for name in settings.NEWS_MAKERS]
    for make in (*news, make_due_notices, make_due_digests):
        try:
            make(at)
        except Exception:
            logger.exception("%s failed", make.__name__)
    return deliver(at)


def tend(at: datetime) -> None:
    """What need not be done each second: new people, and what a dead worker left behind."""
    recover(at)
    make_missing_settings(at)


def tidy(at: datetime) -> None:
    """Once a day: what need not be kept any longer goes."""
    forget_old_mail(at)
    forget_what_is_gone(at)


class MailWorker(threading.Thread):
    """The rounds, in a thread beside a server that runs on embedded defaults."""

    def __init__(self) -> None:
        super().__init__(name="mail-worker", daemon=True)
        self._stop_asked = threading.Event()

    def stop(self) -> None:
        """Ends after the round that is running; waits for it."""
        self._stop_asked.set()
        self.join(timeout=90)

    def run(self) -> None:
        next_tending = next_tidying = 0.0
        while not self._stop_asked.is_set():
            try:
                if time.monotonic() >= next_tending:
                    next_tending = time.monotonic() + TENDING_SECONDS
                    tend(timezone.now())
                if time.monotonic() >= next_tidying:
                    next_tidying = time.monotonic() + TIDYING_SECONDS
                    tidy(timezone.now())
                work_off(timezone.now())
            except Exception:
                # One bad mail must neither stop the others for good nor fail in silence.
                logger.exception("Mails could not be made or delivered")
                self._stop_asked.wait(REST_SECONDS)
            finally:
                close_old_connections()
            self._stop_asked.wait(PAUSE_SECONDS)


def work_until_stopped() -> None:
    """The rounds until the process is asked to stop."""
    worker = MailWorker()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    worker.start()
    stopped.wait()
    worker.stop()
