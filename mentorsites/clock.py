"""What becomes due for sites and those who keep them as time passes."""

from datetime import datetime

from .actions.caring import ask_sites_that_are_due, begin_care, mark_unconfirmed
from .actions.confirming import ask_who_is_due, end_unconfirmed, remind_who_was_asked
from .measuring import measure_sites

# The hour, in UTC, in which figures are computed: nobody waits for them.
NIGHT = 8


def tend_sites(at: datetime) -> int:
    """Does all of it and returns how much that was. Safe to run twice, late, or on two machines.

    Each step changes a row only as long as it is as it was found.
    """
    done = end_unconfirmed(at) + remind_who_was_asked(at) + ask_who_is_due(at)
    done += begin_care(at) + mark_unconfirmed(at) + ask_sites_that_are_due(at)
    return done + (measure_sites() if at.hour == NIGHT else 0)
