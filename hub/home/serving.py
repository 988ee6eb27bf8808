"""The application server as a child process, and what happens beside it while it runs."""

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from hub.importing.working import ImportWorker
from hub.notifications.worker import MailWorker
from hub.search.worker import Worker

from .startup import UnableToStart
from .troubles import explain

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 10
# How late a page with a go-live date may appear.
PUBLISHING_INTERVAL = 30
# How often copies of members' data are made, and what need not be kept any longer is forgotten.
TENDING_INTERVAL = 60
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def serve(port: int, *, when_ready: Callable[[], None], complain: Callable[[str], None]) -> None:
    """Serves until a signal asks to stop; `when_ready` is called as soon as the hub answers."""
    with _stop_event() as stop, _server(port) as server:
        if not _wait_until_it_answers(server, port, stop):
            return
        when_ready()
        # One writer for the search index, one for mail and one for sheets, beside the server, with
        # nothing to start by hand.
        workers = (Worker(complain), MailWorker(), ImportWorker())
        for worker in workers:
            worker.start()
        try:
            _publish_while_it_runs(server, stop, complain)
        finally:
            for worker in workers:
                worker.stop()


@contextmanager
def _stop_event() -> Iterator[threading.Event]:
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask_to_stop) for number in STOP_SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _server(port: int) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(  # noqa: S603 – our own arguments, no shell
        [
            *(sys.executable, "-m", "granian", "hub.wsgi:application"),
            *("--interface", "wsgi", "--http", "1", "--no-ws"),
            *("--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4"),
            *("--log-level", "warning", "--workers-kill-timeout", "5"),
        ],
        cwd=settings.BASE_DIR,
        # Ctrl+C reaches every process of a terminal: only we hear it, and stop the server in order.
        start_new_session=True,
        preexec_fn=_stop_with_parent,
    )
    try:
        yield server
    finally:
        _stop(server)


def _stop_with_parent() -> None:
    # Without this a killed `make run` would leave a server behind that keeps the port.
    if sys.platform == "linux":
        import ctypes

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        # Its worker is a process of its own; the whole session goes.
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_until_it_answers(
    server: subprocess.Popen[bytes], port: int, stop: threading.Event
) -> bool:
    latest = time.monotonic() + SECONDS_TO_ANSWER
    while not stop.wait(0.05):
        if _answers(port):
            return True
        if server.poll() is not None:
            raise UnableToStart("The server stopped at once; the lines above say why.")
        if time.monotonic() > latest:
            raise UnableToStart(f"The server gave no answer within {SECONDS_TO_ANSWER} seconds.")
    return False


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)
    try:
        connection.request("GET", "/-/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _publish_while_it_runs(
    server: subprocess.Popen[bytes], stop: threading.Event, complain: Callable[[str], None]
) -> None:
    next_round = time.monotonic()
    next_tending = next_round + PUBLISHING_INTERVAL
    while not stop.wait(1):
        if server.poll() is not None:
            raise UnableToStart("The server stopped by itself; the lines above may say why.")
        if time.monotonic() >= next_round:
            _publish_due_pages(complain)
            next_round = time.monotonic() + PUBLISHING_INTERVAL
        if time.monotonic() >= next_tending:
            _run("tend_members", "Members' data could not be looked after", complain)
            next_tending = time.monotonic() + TENDING_INTERVAL


def _publish_due_pages(complain: Callable[[str], None]) -> None:
    _run("publish_scheduled", "Scheduled pages could not be published", complain)


def _run(command: str, failure: str, complain: Callable[[str], None]) -> None:
    # One bad page must neither stop the hub nor fail in silence.
    try:
        call_command(command, stdout=StringIO())
    except Exception as error:
        complain(f"{failure}: {explain(error) or repr(error)}")
    finally:
        close_old_connections()
