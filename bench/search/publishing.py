"""From an editor's Publish to the moment a visitor finds it."""

import time
from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser

from hub.search.asked import Asked
from hub.search.finding import find
from hub.search.worker import Worker
from practices.models import PracticePage

from .figures import Report

PAUSE = 0.01
# Longer than that is not late but lost.
LONGEST = 30.0


def publish(key: int, word: str) -> float:
    """Publishes a page with a new word in its title; the moment it was done."""
    page = PracticePage.objects.get(pk=key)
    page.title = f"Practice {word}"
    page.save_revision().publish()
    return time.monotonic()


def is_found(word: str) -> bool:
    """Whether a visitor finds a page with this word."""
    results = find(Asked(query=word), reader=AnonymousUser())
    return any(word in row.document.title for row in results.rows or [])


def is_hit(word: str) -> bool:
    """Whether the index still has this word, whatever the page says by now."""
    return find(Asked(query=word), reader=AnonymousUser()).total > 0


def measure(
    report: Report, budgets: dict[str, float], keys: list[int], names: Iterator[str], count: int
) -> None:
    report.head(f"Publishing {count} times")
    worker = Worker(report.say)
    worker.start()
    try:
        seconds = [_until_found(key, word) for key, word in zip(keys[:count], names, strict=False)]
    finally:
        worker.stop()
    report.say(" ".join(f"{one:.2f}" for one in seconds))
    report.add("published until found, slowest", max(seconds), "s", at_most=budgets["seconds"])


def _until_found(key: int, word: str) -> float:
    began = publish(key, word)
    while not is_found(word) and time.monotonic() - began < LONGEST:
        time.sleep(PAUSE)
    return time.monotonic() - began
