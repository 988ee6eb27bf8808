"""The hub's own engine: what one question costs it, warm and cold, and what it holds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection

from django.utils import timezone

from hub.search.engines import EmbeddedEngine
from hub.search.engines.base import NEWEST, Wanted
from hub.search.meanings import Alternative
from hub.search.models.documents import EVERYONE

from .building import Built, index_of_documents
from .figures import Report
from .forked import ask_another
from .questions import words
from .timing import Times, time_each, timed

MEGABYTE = 2**20
ROUNDS = 7

Act = Callable[[], object]


@dataclass(frozen=True)
class Costs:
    """Kind of question → its times, and what the process holds after all of them."""

    times: dict[str, Times]
    cached_mb: float


def wanted(text: str = "", **more: object) -> Wanted:
    """A visitor's search; words with a space between them are one group each."""
    groups = tuple((Alternative(word),) for word in text.split())
    return Wanted(groups=groups, audiences=[EVERYONE], at=timezone.now(), **more)


def _phrase(text: str) -> Wanted:
    return Wanted(groups=((Alternative(text),),), audiences=[EVERYONE], at=timezone.now())


def questions(engine: EmbeddedEngine) -> dict[str, list[Act]]:
    """Everything that the search page and the box ask of the engine."""
    asked = words()
    mixed = asked.rare + asked.common + asked.commonest

    def find(search: Wanted, *, with_counts: bool = False) -> Act:
        return partial(engine.find, search, with_counts=with_counts)

    return {
        "word": [find(wanted(word)) for word in mixed],
        "two words and two filters": [
            find(wanted(pair, chosen={name: [facets[name]] for name in ("kind", "place")}))
            for pair, facets in zip(asked.pairs, asked.facets, strict=True)
        ],
        "total and all facet counts": [find(wanted(word), with_counts=True) for word in mixed],
        "suggestions": [partial(engine.complete, text, wanted()) for text in asked.beginnings],
        "did you mean": [
            partial(engine.correct, word, wanted(), frozenset()) for word in asked.misspelled
        ],
        "newest first": [find(wanted(word, sort=NEWEST)) for word in mixed],
        "phrase": [find(_phrase(phrase)) for phrase in asked.phrases],
    }


def costs() -> Costs:
    """All kinds of questions, warm."""
    engine = EmbeddedEngine()
    times = {}
    for name, acts in questions(engine).items():
        for act in acts:
            act()
        times[name] = time_each(acts, rounds=ROUNDS)
    return Costs(times, index_of_documents().reader.searcher().cached_bytes / MEGABYTE)


def cold() -> dict[str, float]:
    """What the first question of each kind takes by clock in a process that has nothing open."""
    found: dict[str, float] = ask_another(_ask_cold)
    return found


def _ask_cold(connection: Connection) -> None:
    # Django and its first connection are not what is measured.
    questions_now = questions(EmbeddedEngine())
    found = {"opening the index": timed(lambda: index_of_documents().reader.searcher())[1]}
    for name, acts in questions_now.items():
        found[f"first: {name}"] = timed(acts[0])[1]
    connection.send(found)


def show(report: Report, built: Built, budgets: dict[str, float]) -> Costs:
    """Prints the figures of the engine at this size, those with a budget as such."""
    report.head(f"The engine alone, {built.documents:,} documents, warm")
    found = costs()
    for name, times in found.times.items():
        report.say(
            f"{name:28} median {times.median():7.2f} ms, 95th percentile {times.p95():7.2f} ms CPU,"
            f" {times.p95(wall=True):7.2f} ms by clock"
        )
    for name, times in found.times.items():
        report.add(
            f"{name}, {built.documents:,}", times.fastest_p95(), "ms p95", at_most=budgets.get(name)
        )
    for name, milliseconds in cold().items():
        report.add(f"cold, {built.documents:,}: {name}", milliseconds, "ms")
    report.add("held in memory", found.cached_mb, "MB")
    report.add("index on disk", built.size_mb, "MB")
    report.add("build, by clock", built.documents / built.seconds, "documents/s")
    report.add("build, CPU", built.documents / built.cpu_seconds, "documents/s")
    report.add("build, peak memory of the process", built.peak_mb, "MB")
    return found


def show_growth(report: Report, small: Costs, large: Costs, budgets: dict[str, float]) -> None:
    """How many times as long the same questions take with so many more documents."""
    report.head("How the engine grows")
    for name, times in large.times.items():
        ratio = times.fastest_p95() / small.times[name].fastest_p95()
        report.add(f"{name}: large / small", ratio, "times", at_most=budgets["times"])
    suggestions = large.times["suggestions"].fastest_p95()
    report.add("suggestions, large", suggestions, "ms p95", at_most=budgets["suggestions"])
