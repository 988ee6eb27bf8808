"""Atom as every feed of the hub writes it."""

from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed

from .signs import without_controls

# When there is nothing, nothing has changed: the same bytes each time.
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class HubAtomFeed(Atom1Feed):
    """Takes any text: one control character somewhere would else be no feed at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **_clean(kwargs))

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*args, **_clean(kwargs))

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


def _clean(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: _cleaned(value) for name, value in parts.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return without_controls(value)
    return [_cleaned(one) for one in value] if isinstance(value, list | tuple) else value
