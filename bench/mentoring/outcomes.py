"""What became of a year of requests, in the same words for both ways."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bench.search.figures import Report

# What the network promises: by then everybody knows where they stand.
SOON = timedelta(days=14)


@dataclass
class Outcome:
    """`waits` are the times from sending to a yes."""

    name: str
    requests: int
    waits: list[timedelta] = field(default_factory=list)
    # From sending to the first word of any kind: yes, no, or what comes next.
    first_words: list[timedelta] = field(default_factory=list)
    told_no: int = 0
    never_told: int = 0
    still_open: int = 0
    visits: int = 0
    others: int = 0


def tell(report: Report, outcomes: Sequence[Outcome]) -> None:
    report.say(f"{'':44}" + "".join(f"{one.name:>26}" for one in outcomes))
    rows = [
        ("requests", [f"{one.requests:,}" for one in outcomes]),
        ("a site said yes", [_part(len(one.waits), one) for one in outcomes]),
        ("… within fourteen days", [_part(_soon(one), one) for one in outcomes]),
        ("… to a visit", [f"{one.visits:,}" for one in outcomes]),
        ("… to other help", [f"{one.others:,}" for one in outcomes]),
        ("told no, and what there is instead", [_part(one.told_no, one) for one in outcomes]),
        ("never told anything", [_part(one.never_told, one) for one in outcomes]),
        ("still under way at the year’s end", [_part(one.still_open, one) for one in outcomes]),
        ("to a yes: median", [_days(one.waits, 0.5) for one in outcomes]),
        ("to a yes: 95 of 100 within", [_days(one.waits, 0.95) for one in outcomes]),
        ("to yes or no: median", [_days(one.first_words, 0.5) for one in outcomes]),
        ("to yes or no: 95 of 100 within", [_days(one.first_words, 0.95) for one in outcomes]),
        ("to yes or no: the longest", [_days(one.first_words, 1) for one in outcomes]),
    ]
    for label, cells in rows:
        report.say(f"{label:44}" + "".join(f"{cell:>26}" for cell in cells))


def _soon(outcome: Outcome) -> int:
    return sum(wait <= SOON for wait in outcome.waits)


def _part(n: int, outcome: Outcome) -> str:
    return f"{n:,} ({100 * n / outcome.requests:.1f} %)" if outcome.requests else "0"


def _days(waits: Sequence[timedelta], share: float) -> str:
    found = percentile(waits, share)
    return f"{found / timedelta(days=1):.1f} days" if found is not None else "–"


def percentile(values: Sequence[timedelta], share: float) -> timedelta | None:
    """The nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None
