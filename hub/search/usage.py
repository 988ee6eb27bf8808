"""What staff learn from searching: words that found nothing, and how far down people click."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Sum

from .models import SearchClick, UnansweredTerm

# Fewer could point at somebody; both numbers are in docs/operations.md.
FEWEST_PEOPLE = 5
DAYS = 90
MOST_TERMS = 100


@dataclass(frozen=True)
class Unanswered:
    text: str
    people: int
    last_day: date


@dataclass(frozen=True)
class Clicks:
    position: int
    count: int
    share: float


def unanswered_terms(today: date) -> list[Unanswered]:
    """Words that found nothing for five people or more in 90 days, the most people first."""
    rows = (
        UnansweredTerm.objects.since(today - timedelta(days=DAYS))
        .values("text")
        .annotate(people=Count("searcher"), last_day=Max("day"))
        .filter(people__gte=FEWEST_PEOPLE)
        .order_by("-people", "text")[:MOST_TERMS]
    )
    return [Unanswered(row["text"], row["people"], row["last_day"]) for row in rows]


def clicks_by_position(today: date) -> list[Clicks]:
    """Clicks on each position in 90 days and their share of all, the first position first."""
    rows = (
        SearchClick.objects.filter(day__gte=today - timedelta(days=DAYS))
        .values("position")
        .annotate(total=Sum("count"))
        .order_by("position")
    )
    found = [(row["position"], row["total"]) for row in rows]
    every = sum(total for _, total in found)
    return [Clicks(position, total, 100 * total / every) for position, total in found if every]
