"""kill -9 of the web server while members reply: what was acknowledged is there, and there once."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from threading import Event

from django.conf import settings

from bench.search.figures import Report
from forums.models import Forum, Post, Standing, Thread
from hub.accounts.models import User

from .clients import Writer, signed_in

SEED = 20_260_615
WRITERS, MEMBERS_EACH = 4, 15
SECONDS_TO_START, SECONDS_IN_ALL = 60, 900


def measure(report: Report, limits: dict[str, float], *, posts: int, kills: int) -> None:
    report.head(f"kill -9, {kills} times, of the web server while {posts} replies are posted")
    thread, people = _prepare()
    writers = _writers(thread, people, posts)
    chance, stop = random.Random(SEED), writers[0].stop
    server = _serve(writers[0].port)
    running = [writer.start() for writer in writers]
    try:
        for number in range(1, kills + 1):
            _wait_for(thread, posts * number // (kills + 1), running)
            time.sleep(chance.uniform(0, 0.3))
            _kill(server)
            server = _serve(writers[0].port)
        latest = time.monotonic() + SECONDS_IN_ALL
        for one in running:
            one.join(max(0.0, latest - time.monotonic()))
    finally:
        stop.set()
        _kill(server)
    _tell(report, limits, thread, writers)


def _prepare() -> tuple[Thread, list[User]]:
    now = datetime.now(UTC)
    forum = Forum.objects.create(name="Killed", slug="killed", visibility="public")
    people = [
        User.objects.create_user(f"writer{n}@example.org", name=f"Writer {n}")
        for n in range(WRITERS * MEMBERS_EACH)
    ]
    Standing.objects.bulk_create(Standing(person=one, member_since=now) for one in people)
    thread = Thread.objects.create(
        forum=forum, title="Who is killed in this one?", created_at=now, bumped_at=now
    )
    return thread, people


def _writers(thread: Thread, people: list[User], posts: int) -> list[Writer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    path, stop = f"{thread.get_absolute_url()}reply/", Event()
    texts = [f"Reply number {number} to everybody here." for number in range(posts)]
    members = signed_in(people)
    return [
        Writer(port, path, members[n::WRITERS], texts[n::WRITERS], stop) for n in range(WRITERS)
    ]


def _serve(port: int) -> subprocess.Popen[bytes]:
    """The server as `make run` starts it, in a process group of its own."""
    server = subprocess.Popen(  # noqa: S603 – our own arguments, no shell
        [
            *(sys.executable, "-m", "granian", "hub.wsgi:application", "--interface", "wsgi"),
            *("--http", "1", "--no-ws", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4", "--log-level", "critical"),
        ],
        cwd=settings.BASE_DIR,
        env=os.environ.copy(),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    latest = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < latest:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
        time.sleep(0.05)
    raise TimeoutError("The server did not start.")


def _kill(server: subprocess.Popen[bytes]) -> None:
    """The server and its worker at once, as when the machine takes them away."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _wait_for(thread: Thread, posts: int, running: list) -> None:
    latest = time.monotonic() + SECONDS_IN_ALL
    while thread.posts.count() < posts and any(one.is_alive() for one in running):
        if time.monotonic() > latest:
            raise TimeoutError("Nothing is posted any more.")
        time.sleep(0.02)


def _tell(report: Report, limits: dict[str, float], thread: Thread, writers: list[Writer]) -> None:
    thread.refresh_from_db()
    there = Counter(Post.objects.filter(thread=thread).values_list("source", flat=True))
    acknowledged = [text for writer in writers for text in writer.acknowledged]
    refused = Counter(status for writer in writers for status in writer.refused)
    numbers = list(thread.posts.order_by("number").values_list("number", flat=True))
    is_counted = thread.highest_number == len(numbers) == thread.last_number
    report.say(
        f"{len(acknowledged)} replies were acknowledged, {sum(there.values())} are there; "
        f"{sum(writer.cut_off for writer in writers)} requests were cut off and sent again; "
        f"refused: {dict(refused) or 'none'}."
    )
    lost = [text for text in acknowledged if not there[text]]
    doubled = [text for text, times in there.items() if times > 1]
    report.add("acknowledged replies lost", len(lost), "replies", at_most=limits["lost"])
    report.add("replies there twice", len(doubled), "replies", at_most=limits["doubled"])
    gaps = numbers != list(range(1, len(numbers) + 1)) or not is_counted
    report.add("gaps in the numbers or wrong counters", gaps, "threads", at_most=0)
