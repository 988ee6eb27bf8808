"""Search against its budgets, everything measured in one run: `python -m bench.search`.

--documents 100000   only the engine, at 10,000 documents and at so many
--quick              fewer rounds: a look, not a measurement
"""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from . import postgres
from .beside import Beside, end_in_order
from .figures import Report, budgets
from .hubs import throwaway_hub

if TYPE_CHECKING:
    from .building import Built

DOCUMENTS = 10_000


def main() -> None:
    options = read_options()
    end_in_order()
    if options.engine == "postgres":
        measure_postgres(options)
        return
    report = Report()
    started = time.monotonic()
    if options.documents > DOCUMENTS:
        measure_growth(report, options.documents)
    else:
        measure_everything(report, options)
    is_kept = report.summarize()
    report.say(f"\n{time.monotonic() - started:.0f} s")
    sys.exit(0 if is_kept else 1)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--engine", choices=("embedded", "postgres"), default="embedded")
    options = parser.parse_args()
    if options.documents < DOCUMENTS:
        parser.error(f"--documents {DOCUMENTS} is the fewest: words and pages run out.")
    return options


def measure_postgres(options: argparse.Namespace) -> None:
    with postgres.cluster() as address, throwaway_hub(address):
        from django.db import connections

        from .comparing import measure_postgres

        measure_postgres(options.documents, quick=options.quick)
        connections.close_all()


def measure_growth(report: Report, documents: int) -> None:
    """The engine at two sizes."""
    with throwaway_hub():
        from . import engine
        from .building import build_index
        from .corpus import build_documents

        limits = budgets()
        costs = []
        for count, limit in ((DOCUMENTS, limits["engine"]), (documents, {})):
            report.say(f"Building {count:,} documents and their index …")
            build_documents(count)
            costs.append(engine.show(report, build_index(), limit))
        engine.show_growth(report, *costs, limits["growth"])


def measure_everything(report: Report, options: argparse.Namespace) -> None:
    report.say(f"Building throwaway hubs with {options.documents:,} pages and documents …")
    with beside_postgres(report, options) as stock, throwaway_hub() as folder, ExitStack() as stack:
        from .building import build_index
        from .corpus import build_documents, build_pages

        judged: list[Beside] = []

        def prepare_the_others() -> None:
            # One after the other, beside the build: there may be two processors and no more.
            if stock:
                stock.wait_until_ready()
            judged.append(stack.enter_context(beside("bench.search.relevance")))
            judged[0].wait_until_ready()

        keys = build_pages(options.documents)
        build_documents(options.documents, keys)
        report.say("Building the indexes …")
        built = build_index(prepare_the_others)
        measure_search(report, options, built, stock)
        measure_changes(report, options, keys, folder)
        measure_relevance(report, judged[0])


@contextmanager
def beside(*arguments: str) -> Iterator[Beside]:
    process = Beside(*arguments)
    try:
        yield process
    finally:
        process.stop()


@contextmanager
def beside_postgres(report: Report, options: argparse.Namespace) -> Iterator[Beside | None]:
    try:
        postgres.programs()
    except postgres.Missing as missing:
        report.say(f"PostgreSQL is left out: {missing}.")
        yield None
        return
    size = ("--documents", str(options.documents))
    quick = ("--quick",) if options.quick else ()
    with beside("bench.search", "--engine", "postgres", *size, *quick) as process:
        yield process


def measure_search(
    report: Report, options: argparse.Namespace, built: "Built", stock: Beside | None
) -> None:
    """What does not change while it is asked."""
    from . import comparing, engine, page

    limits = budgets()
    engine.show(report, built, limits["engine"])
    page.measure(report, limits["page"])
    comparing.compare(report, limits["public_call"], stock, quick=options.quick)


def measure_changes(
    report: Report, options: argparse.Namespace, keys: list[int], folder: Path
) -> None:
    """What is asked while it changes."""
    from . import killing, load, publishing
    from .words import new_words

    limits = budgets()
    names = new_words()
    times, kills, seconds = (5, 10, 10) if options.quick else (20, 50, 60)
    publishing.measure(report, limits["publishing"], keys, names, times)
    killing.measure(report, limits["killing"], keys, names, kills)
    load.measure(report, limits["load"], keys, names, seconds, folder)


def measure_relevance(report: Report, judged: Beside) -> None:
    from . import relevance

    relevance.measure(report, budgets()["relevance"], judged)


if __name__ == "__main__":
    main()
