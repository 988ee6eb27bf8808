"""What the log keeps as numbers and words of our lists, said as people say it."""

from typing import Any

from django.utils.text import capfirst

from ..models import SecurityEvent

Kind = SecurityEvent.Kind


def in_words(event: SecurityEvent) -> str:
    detail = event.detail if isinstance(event.detail, dict) else {}
    if event.kind in {Kind.SILENCED, Kind.SUSPENDED}:
        return _length(detail.get("days"))
    if event.kind == Kind.MEMBERS_EXPORTED:
        return f"{detail.get('rows', 0):,} rows, {str(detail.get('format', '')).upper()}"
    if event.kind in {Kind.ROLE_GIVEN, Kind.ROLE_TAKEN}:
        return capfirst(str(detail.get("role", "")))
    return ", ".join(_pair(name, value) for name, value in detail.items())


def _length(days: Any) -> str:
    if days is None:
        return "Without an end"
    return "For a day" if days in {0, 1} else f"For {days} days"


def _pair(name: str, value: Any) -> str:
    word = capfirst(name.replace("_", " "))
    return word if value is True else f"{word} {value}"
