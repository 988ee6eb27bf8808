"""Medians and the like, and when there are too few to say."""

import math
from collections.abc import Sequence
from datetime import timedelta

from .tables import FEW, FEWEST, TOO_FEW


def percentile(values: Sequence[float], share: float) -> float | None:
    """The nearest rank: the smallest value that `share` of all do not exceed."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def duration_in_words(seconds: float | None) -> str:
    """“5 hours”, “3.5 days”."""
    if seconds is None:
        return "none"
    span = timedelta(seconds=seconds)
    hours = span / timedelta(hours=1)
    if hours < 48:
        return f"{hours:.0f} hours" if round(hours) != 1 else "1 hour"
    return f"{span / timedelta(days=1):.1f} days"


def time_at(values: Sequence[float], share: float, *, is_exact: bool) -> str:
    if values and len(values) < FEWEST and not is_exact:
        return TOO_FEW
    return duration_in_words(percentile(values, share))


def mean_score(values: Sequence[int], *, is_exact: bool) -> str:
    """“4.3 of 5”."""
    if not values:
        return "none"
    if len(values) < FEWEST and not is_exact:
        return TOO_FEW
    return f"{sum(values) / len(values):.1f} of 5"


def share_of(yes: Sequence[bool], *, is_exact: bool) -> str:
    """“97 of 100”. Where those beside it are few, a share would tell how many."""
    if not yes:
        return "none"
    if len(yes) < FEWEST and not is_exact:
        return TOO_FEW
    others = len(yes) - sum(yes)
    if 0 < others < FEWEST and not is_exact:
        return f"all but {FEW}"
    if 0 < sum(yes) < FEWEST and not is_exact:
        return FEW
    return f"{round(100 * sum(yes) / len(yes))} of 100"
