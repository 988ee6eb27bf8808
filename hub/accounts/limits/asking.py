"""May somebody do this once more?"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings

from . import stores
from .rules import RULES, Kept, Rule

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
# How long somebody waits when nothing can be counted and the rule is closed then.
WHEN_NOTHING_COUNTS = 60


@dataclass(frozen=True)
class Refusal:
    rule: Rule
    # Until it may be tried again.
    seconds: int

    @property
    def words(self) -> str:
        return f"{self.rule.words} Try again in {in_words(self.seconds)}."


def in_words(seconds: int) -> str:
    """A wait as a person says it, never shorter than it is."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds > size or seconds == size:
            number = -(-seconds // size)
            return f"{number} {name}" if number == 1 else f"{number} {name}s"
    return "1 second" if seconds == 1 else f"{seconds} seconds"


def allow(name: str, key: str | int, *, at: datetime) -> Refusal | None:
    """Counts one act toward the rule `name`, or says why it may not be done now."""
    return _ask(name, key, at, count=True)


def ask(name: str, key: str | int, *, at: datetime) -> Refusal | None:
    """The same answer as allow(), without counting."""
    return _ask(name, key, at, count=False)


def take_back(name: str, key: str | int, *, at: datetime) -> None:
    """What was just counted does not count after all."""
    _try(RULES[name], lambda store: store.take_back(RULES[name], str(key), at), None)


def forget(name: str, key: str | int) -> None:
    _try(RULES[name], lambda store: store.forget(RULES[name], str(key)), None)


def _ask(name: str, key: str | int, at: datetime, *, count: bool) -> Refusal | None:
    rule = RULES[name]
    if not settings.LIMIT_READING and rule.kept != Kept.SAFELY:
        return None
    default = 0 if rule.fails_open else WHEN_NOTHING_COUNTS
    wait = _try(rule, lambda store: store.wait(rule, str(key), at, count=count), default)
    return Refusal(rule, wait) if wait else None


def _try(rule: Rule, act: Callable[[stores.Store], Answer], default: Answer) -> Answer:
    for store in _stores(rule):
        try:
            return act(store)
        # Whatever a dead server or database raises, the rule itself says what happens then.
        except Exception as error:
            log.error("%s cannot count %s: %s", type(store).__name__, rule.name, type(error))
    return default


def _stores(rule: Rule) -> list[stores.Store]:
    shared: list[stores.Store] = [stores.CACHE] if settings.LIMITS_STORE == "cache" else []
    if rule.kept == Kept.PROCESS:
        return [stores.PROCESS]
    return [*shared, stores.PROCESS if rule.kept == Kept.LIGHTLY else stores.DATABASE]


def forget_old_acts(at: datetime) -> int:
    """Deletes what no limit can reach any more; returns how many acts that were."""
    return stores.DATABASE.forget_before(at)
