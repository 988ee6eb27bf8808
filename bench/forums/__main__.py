"""The forums against their budgets: `python -m bench.forums`.

--big           a hundred thousand threads and a million posts instead of a fifth of that
--posts 500     how many replies are posted while the server is killed
--kills 10      how often it is killed
--only growth   one part alone: killing, growth or statements
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.search import postgres
from bench.search.figures import Report
from bench.search.hubs import throwaway_hub

BUDGETS = Path(__file__).parents[1] / "budgets.toml"
PARTS = ("killing", "growth", "statements")


def main() -> None:
    options = read_options()
    report = Report()
    limits = tomllib.loads(BUDGETS.read_text())["forums"]
    with database(options.database) as address, throwaway_hub(address):
        from django.db import connections

        from . import growing, killing, peers

        if options.only in (None, "killing"):
            killing.measure(report, limits["killing"], posts=options.posts, kills=options.kills)
        if options.only in (None, "statements"):
            peers.measure(report, limits["statements"])
        if options.only in (None, "growth"):
            threads = growing.BIG if options.big else growing.LARGE
            growing.measure(report, threads=threads, at_most=limits["growth"]["times"])
        connections.close_all()
    sys.exit(0 if report.summarize() else 1)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.forums")
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--posts", type=int, default=500)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of a PostgreSQL of its own; nothing for SQLite."""
    if kind == "sqlite":
        yield ""
        return
    with postgres.cluster() as address:
        yield address


if __name__ == "__main__":
    main()
