"""The log of help outside the hub, the newest day first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from .models import OffHubHelp

PAGE = 30
EPOCH = date(1970, 1, 1).toordinal()
MOST_DAYS = 99_999


@dataclass(frozen=True)
class LogLeaf:
    """Part of the log. `older` is the value of `before` for the next part."""

    lines: list[OffHubHelp]
    older: str = ""


def turn_log(reader: Any, *, before: str) -> LogLeaf:
    """One part of the log, behind the place that `before` names. Three statements."""
    lines = (
        OffHubHelp.objects.visible_to(reader)
        .select_related("site", "place", "logged_by")
        .prefetch_related("community_types", "topics")
    )
    found = list(_behind(lines, before).order_by("-happened_on", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    older = f"{last.happened_on.toordinal() - EPOCH}.{last.pk}" if last else ""
    return LogLeaf(shown, older)


def _behind(lines: Any, before: str) -> Any:
    """Behind a place "days.number"; a place nobody made is the start."""
    days, _, number = before.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) < 18 for part in (days, number)):
        return lines
    day = date.fromordinal(EPOCH + min(int(days), MOST_DAYS))
    return lines.filter(Q(happened_on__lt=day) | Q(happened_on=day, pk__lt=int(number)))
