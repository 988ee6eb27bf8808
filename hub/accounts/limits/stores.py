"""Where acts are remembered. A store answers with the seconds to wait, or with 0 and counts."""

import math
import threading
from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from django.core.cache import caches
from django.db import connection, transaction
from django.utils.connection import ConnectionProxy

from ..models import LimitedAct
from .rules import DAY, Kept, Rule

# It says when it cannot answer: what must be counted is then counted in the database.
cache = ConnectionProxy(caches, "limits")
MOST_KEYS = 20_000
# Seconds after which a process that died while counting is in nobody's way.
BUSY_AT_MOST = 2
# Acts after which the database is rid of old ones.
TIDIED_EACH = 50


class Store(Protocol):
    def wait(self, rule: Rule, key: str, at: datetime, *, count: bool) -> int: ...

    def take_back(self, rule: Rule, key: str, at: datetime) -> None: ...

    def forget(self, rule: Rule, key: str) -> None: ...


def seconds_to_wait(rule: Rule, moments: Sequence[float], now: float) -> int:
    """How long after `moments` (newest first) the next act must wait."""
    if rule.doubling:
        return _doubled(rule, moments, now)
    waits = (
        moments[most - 1] + seconds - now for most, seconds in rule.limits if len(moments) >= most
    )
    return max(0, *(math.ceil(wait) for wait in waits), 0)


def _doubled(rule: Rule, moments: Sequence[float], now: float) -> int:
    assert rule.doubling  # noqa: S101 – the caller asked
    (free, seconds), (first, longest) = rule.limits[0], rule.doubling
    done = [moment for moment in moments if moment > now - seconds]
    if len(done) < free:
        return 0
    wait = done[0] + min(first * 2 ** (len(done) - free), longest) - now
    return max(0, math.ceil(wait))


def _one_at_a_time(rule: Rule, key: str) -> None:
    """Lets others who count the same wait until this transaction ends.

    SQLite has one writer at a time anyway. PostgreSQL would let each read before any has written.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
            cursor.execute(lock, [f"limits:{rule.name}:{key}"])


class DatabaseStore:
    """Exact, and the same for every process."""

    def wait(self, rule: Rule, key: str, at: datetime, *, count: bool) -> int:
        with transaction.atomic():
            if count:
                _one_at_a_time(rule, key)
            acts = self._acts(rule, key).filter(done_at__gt=at - timedelta(seconds=rule.longest))
            most = 30 if rule.doubling else max(most for most, _ in rule.limits)
            newest = acts.order_by("-done_at").values_list("done_at", flat=True)[:most]
            moments = [done_at.timestamp() for done_at in newest]
            wait = seconds_to_wait(rule, moments, at.timestamp())
            if count and not wait:
                made = LimitedAct.objects.create(rule=rule.name, key=key, done_at=at)
                # Old acts go every minute anyway (tend_members); this is for where nobody tends.
                if made.pk % TIDIED_EACH == 0:
                    self.forget_before(at)
        return wait

    def take_back(self, rule: Rule, key: str, at: datetime) -> None:
        newest = self._acts(rule, key).order_by("-done_at", "-pk").values("pk")[:1]
        LimitedAct.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).delete()

    def forget(self, rule: Rule, key: str) -> None:
        self._acts(rule, key).delete()

    def forget_before(self, at: datetime) -> int:
        return LimitedAct.objects.filter(done_at__lt=at - timedelta(seconds=DAY)).delete()[0]

    @staticmethod
    def _acts(rule: Rule, key: str):
        return LimitedAct.objects.filter(rule=rule.name, key=key)


class CacheStore:
    """Moments in a shared cache such as Redis.

    Of two acts in the same instant one counts; where that could be used for guessing, the other
    has to come again.
    """

    def wait(self, rule: Rule, key: str, at: datetime, *, count: bool) -> int:
        name, now = self._name(rule, key), at.timestamp()
        if count and not cache.add(f"{name}:busy", 1, BUSY_AT_MOST):
            return 1 if rule.kept == Kept.SAFELY else 0
        try:
            moments = [m for m in cache.get(name, []) if m > now - rule.longest]
            wait = seconds_to_wait(rule, moments, now)
            if count and not wait:
                cache.set(name, [now, *moments][:200], rule.longest)
            return wait
        finally:
            if count:
                cache.delete(f"{name}:busy")

    def take_back(self, rule: Rule, key: str, at: datetime) -> None:
        name = self._name(rule, key)
        cache.set(name, cache.get(name, [])[1:], rule.longest)

    def forget(self, rule: Rule, key: str) -> None:
        cache.delete(self._name(rule, key))

    @staticmethod
    def _name(rule: Rule, key: str) -> str:
        return f"limits:{rule.name}:{key}"


class ProcessStore:
    """Moments in this process's own memory; whoever has not come for longest is forgotten first."""

    def __init__(self) -> None:
        self._moments: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, rule: Rule, key: str, at: datetime, *, count: bool) -> int:
        now = at.timestamp()
        with self._lock:
            moments = self._moments.setdefault((rule.name, key), deque(maxlen=200))
            self._moments.move_to_end((rule.name, key))
            if len(self._moments) > MOST_KEYS:
                self._moments.popitem(last=False)
            while moments and moments[-1] <= now - rule.longest:
                moments.pop()
            wait = seconds_to_wait(rule, moments, now)
            if count and not wait:
                moments.appendleft(now)
        return wait

    def take_back(self, rule: Rule, key: str, at: datetime) -> None:
        with self._lock:
            if moments := self._moments.get((rule.name, key)):
                moments.popleft()

    def forget(self, rule: Rule, key: str) -> None:
        with self._lock:
            self._moments.pop((rule.name, key), None)


DATABASE, CACHE, PROCESS = DatabaseStore(), CacheStore(), ProcessStore()
