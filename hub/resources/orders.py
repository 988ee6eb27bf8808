"""The orders that a list can be read in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sort:
    """One order. `name` stands in the address; `apply` must order down to the key.

    `columns` are that order where it can be read on from any row: two that are never empty.
    """

    name: str
    label: str
    apply: Callable[[Any], Any]
    columns: tuple[str, ...] = ()


BY_NEWEST = Sort(
    "newest", "Newest first", lambda pages: pages.newest_first(), ("-listed_at", "-page_ptr_id")
)
BY_REVIEW = Sort(
    "reviewed",
    "Recently reviewed",
    lambda pages: pages.recently_reviewed_first(),
    ("-listed_reviewed", "-page_ptr_id"),
)
BY_TITLE = Sort("title", "A to Z", lambda pages: pages.by_title(), ("listed_title", "page_ptr_id"))
