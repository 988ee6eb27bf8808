"""Two reading processes, one that drains and one that publishes, all at once."""

import random
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from django.contrib.auth.models import AnonymousUser

from hub.search.asked import Asked
from hub.search.finding import find
from hub.search.worker import Worker

from .figures import Report
from .forked import running
from .publishing import is_found, is_hit, publish
from .questions import words
from .timing import MILLISECONDS

PAGES = 30
# A writer of the whole network at its busiest.
PAUSE = 0.4
# One of so many questions asks for something just published.
EVERY = 4
LATEST = 12


@dataclass
class Readings:
    """What one reading process saw."""

    asked: int = 0
    errors: list[str] = field(default_factory=list)
    # How old what a question did not know yet was: 0 when it knew everything.
    stalest: float = 0.0
    stale: int = 0
    milliseconds: list[float] = field(default_factory=list)


def read(connection: Connection, log: Path, seconds: float, allowed: float, seed: int) -> None:
    """Asks without a pause, as a web process does, and sends what it saw."""
    chance = random.Random(seed)
    asked = words()
    plain = [*asked.rare, *asked.common, *asked.commonest, *asked.pairs, *asked.misspelled]
    readings = Readings()
    connection.send("ready")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if readings.asked % EVERY == 0:
                _ask_for_news(readings, log, allowed, chance)
            else:
                started = time.perf_counter()
                find(Asked(query=chance.choice(plain)), reader=AnonymousUser())
                readings.milliseconds.append((time.perf_counter() - started) * MILLISECONDS)
        except Exception:
            readings.errors.append(traceback.format_exc(limit=-3))
        readings.asked += 1
    connection.send(readings)


def _ask_for_news(readings: Readings, log: Path, allowed: float, chance: random.Random) -> None:
    """A word just published must be found, and the one in its place before must not."""
    lines = log.read_text().splitlines()[-LATEST:]
    if not lines:
        return
    moment, word, before = chance.choice(lines).split(" ")
    age = time.monotonic() - float(moment)
    is_stale = is_hit(before) if before and chance.random() < 0.5 else not is_found(word)
    if is_stale:
        readings.stalest = max(readings.stalest, age)
        readings.stale += age > allowed


def work(connection: Connection) -> None:
    """The drainer, for as long as there is somebody at the other end."""
    worker = Worker(print)
    worker.start()
    connection.send("ready")
    connection.poll(None)
    worker.stop()


def measure(
    report: Report,
    budgets: dict[str, float],
    keys: list[int],
    names: Iterator[str],
    seconds: float,
    folder: Path,
) -> None:
    report.head(f"Load for {seconds:.0f} s: two reading processes, a drainer, a writer")
    log = folder / "published"
    log.touch()
    allowed = budgets["stale_seconds"]
    with (
        running(work) as (_, drainer),
        running(read, log, seconds, allowed, 1) as (_, first),
        running(read, log, seconds, allowed, 2) as (_, second),
    ):
        for connection in (drainer, first, second):
            connection.recv()
        published = _publish(log, keys[:PAGES], names, seconds)
        readings = [first.recv(), second.recv()]
    _tell(report, budgets, readings, published, seconds)


def _publish(log: Path, keys: list[int], names: Iterator[str], seconds: float) -> int:
    latest: dict[int, str] = {}
    until = time.monotonic() + seconds
    number = 0
    with log.open("a", buffering=1) as stream:
        while time.monotonic() < until - PAUSE:
            key = keys[number % len(keys)]
            before, latest[key] = latest.get(key, ""), next(names)
            moment = publish(key, latest[key])
            stream.write(f"{moment} {latest[key]} {before}\n")
            number += 1
            time.sleep(PAUSE)
    return number


def _tell(
    report: Report,
    budgets: dict[str, float],
    readings: list[Readings],
    published: int,
    seconds: float,
) -> None:
    errors = [error for one in readings for error in one.errors]
    for error in dict.fromkeys(errors):
        report.say(error)
    asked = sum(one.asked for one in readings)
    times = [ms for one in readings for ms in one.milliseconds]
    report.say(f"{published} pages published, {asked} questions asked")
    report.add("load: questions answered", asked / seconds, "a second")
    report.add("load: a question, 95th percentile by clock", np.percentile(times, 95), "ms")
    report.add("load: errors", len(errors), "", at_most=budgets["errors"])
    report.add("load: oldest change not seen yet", max(one.stalest for one in readings), "s")
    stale = sum(one.stale for one in readings)
    report.add(f"load: answers staler than {budgets['stale_seconds']:g} s", stale, "", at_most=0)
