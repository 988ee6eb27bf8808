"""What a page and a reply cost with a thousand threads and with a hundred thousand."""

import statistics
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.search.figures import Report
from forums.models import Post, Thread, ThreadReader
from hub.accounts.models import User

from .seeding import build_members, build_threads, read_newest

SMALL, LARGE, BIG = 1_000, 20_000, 100_000
ROUNDS = 41
# Two members who only read, so that what they have read is known.
REGULAR, THOROUGH = 0, 1
# Few enough that the last month of the small hub still fills a page of unread threads.
READ = 8
PAGES = {
    "visitor: latest": "/forums/latest/",
    "visitor: forum": "/forums/forum-1/",
    "visitor: thread": "thread",
    "member: latest": "/forums/latest/",
    "member: forum": "/forums/forum-1/",
    "member: one topic of a forum": "/forums/forum-1/?topic=topic-7",
    "member: thread": "thread",
    "member: unanswered": "/forums/unanswered/",
    "member: mine": "/forums/mine/",
    "member: unread": "/forums/unread/",
    "member, all read: unread": "/forums/unread/",
}
# A topic that is rare in a large forum takes a longer look; and what this member has written grows
# with the hub here, as it does for nobody.
NOT_PROMISED = {"member: one topic of a forum", "member: mine"}
Costs = dict[str, float]


def measure(report: Report, *, threads: int, at_most: float) -> None:
    report.head(f"CPU with {SMALL:,} threads and with {threads:,}, ten posts each")
    build_members()
    build_threads(1, SMALL)
    small = _costs(SMALL)
    started = time.monotonic()
    # Anew, so that these too are spread over two years.
    _forget_threads()
    build_threads(1, threads)
    report.say(f"{threads:,} threads were written in {time.monotonic() - started:.0f} s.")
    large = _costs(threads)
    for name, before in small.items():
        report.say(f"{name:30} {before * 1000:7.2f} ms, then {large[name] * 1000:7.2f} ms")
        limit = None if name in NOT_PROMISED else at_most
        report.add(f"{name}, times", large[name] / before, "times", at_most=limit)


@transaction.atomic
def _forget_threads() -> None:
    for model in (ThreadReader, Thread.topics.through, Post, Thread):
        model._default_manager.all()._raw_delete(connection.alias)


def _costs(threads: int) -> Costs:
    """Seconds of CPU, this process and its database together: the median of many rounds."""
    people = list(User.objects.order_by("pk"))
    read_newest(people[REGULAR], READ)
    read_newest(people[THOROUGH], threads)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    clients = {"visitor": Client(), "member": Client(), "member, all read": Client()}
    clients["member"].force_login(people[REGULAR])
    clients["member, all read"].force_login(people[THOROUGH])
    found = {
        name: median_cpu(_reading(clients[name.partition(":")[0]], path, threads))
        for name, path in PAGES.items()
    }
    found["member: reply"] = median_cpu(_replying(people, threads))
    return found


def _reading(client: Client, path: str, threads: int) -> Iterator[Callable[[], object]]:
    """Always the same page, or one thread after the other."""
    # Every seventh is in forum 1, which everybody reads.
    numbers = count(threads // 14 * 7 + 1, 7)
    while True:
        address = path
        if path == "thread":
            address = Thread.objects.get(pk=next(numbers)).get_absolute_url()
        yield lambda address=address: _ok(client.get(address))


def _replying(people: list[User], threads: int) -> Iterator[Callable[[], object]]:
    """Each time somebody else, elsewhere: nobody may reply twice within seconds."""
    for number in count(10):
        client = Client()
        client.force_login(people[number])
        thread = Thread.objects.filter(forum__slug="forum-1")[number * (threads // 1_000)]
        data = {"body": "We do the same, and it has worked.", "form_key": f"bench-{number}"}
        address = f"{thread.get_absolute_url()}reply/"
        yield lambda c=client, a=address, d=data: _ok(c.post(a, d))


def _ok(response: object) -> None:
    status = response.status_code  # type: ignore[attr-defined]
    if status not in (200, 302):
        raise AssertionError(f"Answered {status}.")


def median_cpu(acts: Iterator[Callable[[], object]]) -> float:
    for _ in range(3):
        next(acts)()
    return statistics.median(_timed(next(acts)) for _ in range(ROUNDS))


def _timed(act: Callable[[], object]) -> float:
    server, own = server_cpu(), time.process_time()
    act()
    return time.process_time() - own + server_cpu() - server


def server_cpu() -> float:
    """CPU seconds of the PostgreSQL process that serves this connection; nothing on SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    return int(Path(f"/proc/{_backend()}/schedstat").read_text().split()[0]) / 1e9


def _backend() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def statements(act: Callable[[], object]) -> int:
    """How many statements of reading and writing `act` takes; what opens transactions is not."""
    with CaptureQueriesContext(connection) as captured:
        act()
    ends = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return sum(not one["sql"].startswith(ends) for one in captured.captured_queries)
