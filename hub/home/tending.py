"""What is done beside the server every few minutes, room by room."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from forums.actions.cases import ask_how_it_went
from forums.actions.unsealing import tell_opened_authors
from forums.rerendering import rerender_stale
from forums.tally import recount_forums
from hub.editing.monthly import send_due_lists
from hub.importing.working import work_off as work_off_imports
from hub.resources.actions import fill_facts
from mentoring.clock import tend_requests
from mentorsites.asks_clock import tend_asks
from mentorsites.clock import tend_sites

from .leaving import work_off_departures, work_off_exports
from .purging import work_off_purges
from .retention import forget_what_is_due

logger = logging.getLogger(__name__)
# The hour, in UTC, in which figures are compared with what counting gives: four in the morning in
# the East, one in the West.
NIGHT = 8


def tend(*, at: datetime) -> dict[str, int]:
    """Does everything that is due; returns how much each was. One that fails stops no other."""
    jobs: dict[str, Callable[[], Any]] = {
        # First: what was promised within minutes.
        "posts erased for good": lambda: work_off_purges(at=at),
        "copies made": lambda: work_off_exports(at=at),
        "members left": lambda: work_off_departures(at=at),
        "old rows are gone": lambda: sum(forget_what_is_due(at=at).values()),
        "sheets imported": lambda: work_off_imports(at),
        "mentor requests moved on": lambda: tend_requests(at),
        "mentor sites looked after": lambda: tend_sites(at),
        "questions to sites moved on": lambda: tend_asks(at),
        "monthly lists mailed": lambda: send_due_lists(at),
        "cases asked about": lambda: ask_how_it_went(at),
        "opened authors told": lambda: tell_opened_authors(at),
        "facts for matching noted": fill_facts,
        "posts rendered anew": rerender_stale,
        "figures put right": lambda: len(recount_forums(at)) if at.hour == NIGHT else 0,
    }
    return {name: int(_tried(name, job) or 0) for name, job in jobs.items()}


def _tried(name: str, job: Callable[[], Any]) -> Any:
    try:
        return job()
    except Exception:
        logger.exception("Not done in this round: %s", name)
        return 0
