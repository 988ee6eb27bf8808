"""What was made once, kept while there is room: bounded by bytes, not by number."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

from cachetools import LRUCache

# What an entry costs besides its content: its key and the cache's own bookkeeping. Without it
# questions for words that nothing has, which hold no content at all, would pile up without end.
ENTRY_BYTES = 1_000


class Sized(Protocol):
    """Something that knows how many bytes it holds."""

    @property
    def size(self) -> int: ...


Held = TypeVar("Held", bound=Sized)
Key = tuple[Hashable, ...]


class Cache:
    """One for all segments and searchers of an index. The first part of a key is whose it is."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._held: LRUCache[Key, Any] = LRUCache(most_bytes, getsizeof=_cost)
        self._lock = threading.Lock()

    def remember(self, key: Key, make: Callable[[], Held]) -> Held:
        """What `make()` returns. Two threads may make the same at once; one of them is kept."""
        with self._lock:
            found: Held | None = self._held.get(key)
        if found is None:
            found = make()
            # Half of the room for one thing would throw out everything else.
            if _cost(found) <= self.most_bytes // 2:
                with self._lock:
                    self._held[key] = found
        return found

    def keep_only(self, owners: set[Hashable]) -> None:
        """Forgets what belongs to nobody in `owners`."""
        with self._lock:
            for key in [key for key in self._held if key[0] not in owners]:
                del self._held[key]

    @property
    def bytes(self) -> int:
        return int(self._held.currsize)


def _cost(found: Sized) -> int:
    return ENTRY_BYTES + found.size
