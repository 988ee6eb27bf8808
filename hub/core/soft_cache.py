"""A Redis that may freeze or be gone: the hub then works without a cache, a little slower."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache

# Seconds after a failure in which nobody asks Redis again: else every page would wait for the
# time-out of each of its questions.
LEFT_ALONE_FOR = 5.0
QUESTIONS: dict[str, Any] = {
    "add": False,
    "incr": 1_000_000,
    "get": None,
    "set": None,
    "touch": False,
    "delete": False,
    "get_many": {},
    "has_key": False,
    "set_many": [],
    "delete_many": None,
    "clear": False,
}


class SoftRedisCache(RedisCache):
    """Answers as an empty cache while Redis does not answer, and counts as if far too many were."""

    _alone_until = 0.0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: RedisCache.get(self, key, default, version), default)

    def _ask(self, question: Callable[[], Any], otherwise: Any) -> Any:
        from redis.exceptions import RedisError

        if time.monotonic() < SoftRedisCache._alone_until:
            return otherwise
        try:
            return question()
        except (RedisError, OSError):
            SoftRedisCache._alone_until = time.monotonic() + LEFT_ALONE_FOR
            return otherwise


def _soft(name: str, otherwise: Any) -> Callable[..., Any]:
    asked = getattr(RedisCache, name)

    @wraps(asked)
    def ask(self: SoftRedisCache, *args: Any, **kwargs: Any) -> Any:
        return self._ask(lambda: asked(self, *args, **kwargs), otherwise)

    return ask


for _name, _otherwise in QUESTIONS.items():
    if _name != "get":
        setattr(SoftRedisCache, _name, _soft(_name, _otherwise))
