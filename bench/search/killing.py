"""kill -9 while the index is written: it must stay whole, and nothing published may be lost."""

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from hub.search.draining import drain
from hub.search.engine.manifests import read_manifest
from hub.search.engine.reading import Index
from hub.search.engine.storage import Damaged
from hub.search.models import IndexChange, SearchDocument, SourceChange

from .building import index_of_documents
from .figures import Report
from .forked import running
from .publishing import is_found, is_hit, publish
from .words import SEED

PAGES = 40
READY = "ready"


@dataclass
class Outcome:
    """What was seen after each kill."""

    whole: int = 0
    mid_write: int = 0
    unfinished: int = 0
    damages: list[str] = field(default_factory=list)


def drain_for_ever(connection: Connection) -> None:
    """What is killed."""
    drain()
    connection.send(READY)
    # Until it is killed, or whoever would kill it has gone.
    while not connection.poll():
        drain()


def measure(
    report: Report, budgets: dict[str, float], keys: list[int], names: Iterator[str], times: int
) -> None:
    report.head(f"kill -9, {times} times, of a process that drains the outbox")
    chance = random.Random(SEED)
    longest = _seconds_of_a_round(keys[0], next(names))
    report.say(f"One change takes {longest:.2f} s to drain; the kill comes somewhere in it.")
    latest: dict[int, str] = {}
    gone: list[str] = []
    outcome = Outcome()
    for number in range(times):
        with running(drain_for_ever) as (process, connection):
            connection.recv()
            for key in (keys[number % PAGES], keys[(number * 7 + 3) % PAGES]):
                if key in latest:
                    gone.append(latest[key])
                latest[key] = next(names)
                publish(key, latest[key])
            if number % 2:
                _wait_for_commit(longest)
            time.sleep(chance.uniform(0, longest))
            process.kill()
            process.join()
            _look(outcome)
    drain()
    _tell(report, budgets, outcome, times, _missing(latest, gone))


def _wait_for_commit(longest: float) -> None:
    """Until the writer has begun to write files: every other kill comes then, the rest anywhen."""
    until = time.monotonic() + 3 * longest
    while not _has_strays() and time.monotonic() < until:
        time.sleep(0.001)


def _seconds_of_a_round(key: int, word: str) -> float:
    drain()
    publish(key, word)
    started = time.monotonic()
    drain()
    return time.monotonic() - started


def _look(outcome: Outcome) -> None:
    """Reads every file of the index anew, as a process that starts now does."""
    index = index_of_documents()
    if index.folder.is_locked():
        outcome.damages.append("the lock outlived its process")
    outcome.mid_write += _has_strays()
    waiting = SourceChange.objects.exists() or IndexChange.objects.exists()
    outcome.unfinished += waiting
    try:
        Index(index.folder.path, index.layout).check()
        outcome.whole += 1
    except Damaged as error:
        outcome.damages.append(str(error))


def _has_strays() -> bool:
    """Whether files lie about that no manifest names: a commit was cut off."""
    with suppress(Damaged):
        build = index_of_documents().folder.current()
        named = {"manifest", *read_manifest(build).files}
        return any(path.name not in named for path in build.iterdir())
    return False


def _missing(latest: dict[int, str], gone: list[str]) -> list[str]:
    """What is wrong after the last drain."""
    searcher = index_of_documents().reader.searcher()
    wrong = [f"{word} is not found" for word in latest.values() if not is_found(word)]
    wrong += [f"{word} is still found" for word in gone if is_hit(word)]
    if searcher.count != SearchDocument.objects.count():
        wrong.append(f"{searcher.count} documents, not {SearchDocument.objects.count()}")
    if damage := index_of_documents().folder.damage:
        wrong.append(damage)
    return wrong


def _tell(
    report: Report,
    budgets: dict[str, float],
    outcome: Outcome,
    times: int,
    wrong: list[str],
) -> None:
    for line in [*outcome.damages, *wrong]:
        report.say(line)
    report.say(
        f"{outcome.whole} of {times}: the index is whole after the kill. {outcome.mid_write} kills "
        f"cut off a commit, {outcome.unfinished} left changes for the next process."
    )
    report.add("index whole after kill -9", outcome.whole / times, "of 1", at_least=1)
    lost = len(wrong) + len(outcome.damages)
    report.add("lost or damaged after kill -9", lost, "things", at_most=budgets["lost"])
