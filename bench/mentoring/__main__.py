"""A year of requests to ten sites: `python -m bench.mentoring`.

--requests 300     fewer of them, and the same capacity
--database postgres
"""

import argparse
import sys
import tomllib

from bench.forums.__main__ import BUDGETS, database
from bench.search.figures import Report
from bench.search.hubs import throwaway_hub

from .behavior import MANNERS, REQUESTS, arrivals
from .first_come import first_come
from .outcomes import tell


def main() -> None:
    options = read_options()
    report = Report()
    limits = tomllib.loads(BUDGETS.read_text())["mentoring"]
    with database(options.database) as address, throwaway_hub(address):
        from django.db import connections

        from .hub_year import Year, outcome_of_the_year
        from .world import build_world

        asked = arrivals(options.requests)
        report.head(f"{len(asked):,} requests to {len(MANNERS)} sites within a year")
        year = Year(build_world(), asked)
        year.live(report)
        tell(report, [outcome_of_the_year(), first_come(asked)])
        late, over = len(year.unanswered), len(year.over_capacity)
        report.add(
            "without answer or next step after day 14", late, "requests", at_most=limits["late"]
        )
        report.add("above their capacity", over, "quarters", at_most=limits["over"])
        connections.close_all()
    sys.exit(0 if report.summarize() else 1)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.mentoring")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


if __name__ == "__main__":
    main()
