"""Pages against their budgets as the hub grows: `python -m bench.pages`.

--sizes 1000,10000,100000   published items, smallest first; the ratio is last to first
--database postgres         on a PostgreSQL of its own instead of SQLite
--cached                    with the full-page cache, as visitors meet it
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


def main() -> None:
    options = read_options()
    report = Report()
    limits = tomllib.loads(BUDGETS.read_text())["pages"]
    with database(options.database) as address, throwaway_hub(address):
        from django.db import connections

        from . import growing

        growing.measure(report, options.sizes, limits, is_cached=options.cached)
        connections.close_all()
    sys.exit(0 if report.summarize() else 1)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.pages")
    parser.add_argument("--sizes", type=sizes, default=sizes("1000,10000,100000"))
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--cached", action="store_true")
    return parser.parse_args()


def sizes(text: str) -> list[int]:
    return sorted(int(size) for size in text.split(","))


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
