"""Results that need a look at everything, kept for those who see the same.

What is kept is for numbers beside links, never for what a reader may open: rows go through the gate
each time. Off (HUB_KEEPS) in tests, where every number is counted as it is shown.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import cache

from .page_cache import Part, edition
from .visibility import denied_restrictions

# Any change of what is public is a new edition; this is for what changes by the clock.
SECONDS = 60
_NOTHING = object()
T = TypeVar("T")


def kept(name: str, reader: Any, compute: Callable[[], T]) -> T:
    """What `compute` returns, or returned a moment ago for somebody who may see the same.

    One statement for whoever is signed in; for visitors none.
    """
    if not settings.HUB_KEEPS:
        return compute()
    key = f"kept:{name}:{edition(Part.CONTENT)}:{_audience(reader)}"
    found = cache.get(key, _NOTHING)
    if found is _NOTHING:
        found = compute()
        cache.set(key, found, SECONDS)
    return cast("T", found)


def _audience(reader: Any) -> str:
    """The same for all readers whom the same privacy rules keep out."""
    if not reader.is_authenticated or not reader.is_active:
        return ""
    denied = denied_restrictions(reader).order_by("pk").values_list("pk", flat=True).distinct()
    return "in:" + ",".join(str(pk) for pk in denied)
