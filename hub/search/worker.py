"""What the worker does every second: drain the outbox, and look whether the index is whole."""

import logging
import signal
import threading
import time

from django.db import close_old_connections

from .draining import drain
from .rebuilding import Say, rebuild_damaged

logger = logging.getLogger(__name__)
# How often the outbox is looked at: with the commit, publishing to findable stays below 2 s.
PAUSE_SECONDS = 0.25
# How often somebody looks whether files were touched. What a reader notices is dealt with at once.
CHECK_SECONDS = 2.0


def work_off(say: Say) -> int:
    """One round: heal what is damaged, then drain. Returns how many changes there were."""
    rebuild_damaged(say)
    return drain()


class Worker(threading.Thread):
    """The rounds, in a thread beside a server that runs on embedded defaults."""

    def __init__(self, say: Say) -> None:
        super().__init__(name="search-worker", daemon=True)
        self._say = say
        self._stop_asked = threading.Event()

    def stop(self) -> None:
        """Ends after the round that is running; waits for it."""
        self._stop_asked.set()
        self.join(timeout=60)

    def run(self) -> None:
        next_check = 0.0
        while not self._stop_asked.is_set():
            try:
                if time.monotonic() >= next_check:
                    rebuild_damaged(self._say)
                    next_check = time.monotonic() + CHECK_SECONDS
                drain()
            except Exception:
                # One bad change must neither stop the others for good nor fail in silence.
                logger.exception("The search index could not be brought up to date")
                self._stop_asked.wait(CHECK_SECONDS)
            finally:
                close_old_connections()
            self._stop_asked.wait(PAUSE_SECONDS)


def work_until_stopped(say: Say) -> None:
    """The rounds until the process is asked to stop."""
    worker = Worker(say)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    worker.start()
    stopped.wait()
    worker.stop()
