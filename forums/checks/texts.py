"""All checks of one text."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

from .danger import find_danger
from .dates import find_dates
from .findings import Finding, Level
from .methods import find_methods
from .numbers import find_contacts, find_others, find_stops
from .people import find_people, find_traces
from .reading import Reading
from .stories import find_stories
from .watching import WatchedPattern, find_watched

# Nobody mends more than these at a time; what a later send finds, it shows.
MOST_OF_ONE_CHECK = 40


def check_text(
    text: str, *, own: Collection[str] = (), watched: Sequence[WatchedPattern] = ()
) -> list[Finding]:
    """What in `text` could identify a person served, or says that the author is in danger.

    `own` are phone numbers and e-mail addresses that the author may give. The findings are in
    reading order; of those that would identify somebody no two overlap.
    """
    reading = Reading(text)
    identifying = (
        *islice(find_stops(reading), MOST_OF_ONE_CHECK),
        *islice(find_dates(reading), MOST_OF_ONE_CHECK),
        *islice(find_contacts(reading, own=own), MOST_OF_ONE_CHECK),
        *islice(find_others(reading), MOST_OF_ONE_CHECK),
        *islice(find_people(reading), MOST_OF_ONE_CHECK),
        *islice(find_traces(reading), MOST_OF_ONE_CHECK),
        *islice(find_methods(reading), MOST_OF_ONE_CHECK),
        *islice(find_stories(reading), MOST_OF_ONE_CHECK),
    )
    others = (
        *islice(find_danger(reading), MOST_OF_ONE_CHECK),
        *islice(find_watched(reading, watched), MOST_OF_ONE_CHECK),
    )
    found = [*_apart(identifying), *others]
    return sorted(found, key=lambda one: (one.start, one.end, one.kind))


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Of findings at one place the gravest; of equals what a mask can mend, then the first."""
    graver = sorted(
        findings, key=lambda one: (one.level is not Level.STOP, one.mask is None, one.start)
    )
    kept: list[Finding] = []
    for one in graver:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return kept
