"""From a day to a day, as an address names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.timezone import make_aware

# Without other wishes a report looks back a year.
USUAL = timedelta(days=364)
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Period:
    """Both days belong to it. `mistakes` says in words what could not be read."""

    first: date
    last: date
    mistakes: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, typed: Mapping[str, str], *, today: date) -> "Period":
        """The period that the address asks for; what it says wrongly, or not at all, is a year."""
        mistakes = []
        days = {}
        for name in ("from", "until"):
            text = typed.get(name, "").strip()
            days[name] = _day(text)
            if text and days[name] is None:
                mistakes.append((name, "Write the day as 2026-01-31."))
        last = days["until"] or today
        first = days["from"] or last - USUAL
        if first > last:
            mistakes.append(("until", "The last day comes after the first."))
            first, last = today - USUAL, today
        return cls(first, last, tuple(mistakes))

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def since(self) -> datetime:
        return make_aware(datetime.combine(self.first, time.min))

    @property
    def before(self) -> datetime:
        return make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    @property
    def query(self) -> str:
        return f"from={self.first.isoformat()}&until={self.last.isoformat()}"

    def within(self, moment: str) -> dict[str, Any]:
        """The condition for a column that holds a moment."""
        return {f"{moment}__gte": self.since, f"{moment}__lt": self.before}

    def on(self, day: str) -> dict[str, Any]:
        """The condition for a column that holds a day."""
        return {f"{day}__gte": self.first, f"{day}__lte": self.last}


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and EARLIEST <= day <= LATEST else None
