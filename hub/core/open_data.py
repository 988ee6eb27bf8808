"""What programs get of a page: the API by api_fields, files of lists by columns.

Only what is named here or on a page class goes out, and only what the page itself shows.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from rest_framework.fields import Field, ReadOnlyField
from wagtail.api import APIField
from wagtail.blocks import StreamValue

# Parts of blocks that no page shows: where a consent is kept.
NEVER_SHOWN = {"consent"}


def plain(value: Any) -> Any:
    """`value` as JSON can say it. A row, such as a word of a vocabulary, is what it is called."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


class PlainField(Field):
    def to_representation(self, value: Any) -> Any:
        return plain(value)


class BlocksField(Field):
    """The blocks of a StreamField as Wagtail says them, without what is never shown."""

    def to_representation(self, value: StreamValue) -> Any:
        return _shown(value.stream_block.get_api_representation(value, self.context))


def _shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shown(part) for name, part in value.items() if name not in NEVER_SHOWN}
    return [_shown(part) for part in value] if isinstance(value, list) else value


def open_fields(
    columns: Iterable[str] = (), *, blocks: Iterable[str] = (), prose: Iterable[str] = ()
) -> list[APIField]:
    """For `api_fields`. Columns are words, numbers and days; prose is rich text, given as HTML."""
    return [
        *(APIField(name, serializer=PlainField()) for name in columns),
        *(APIField(name, serializer=BlocksField()) for name in blocks),
        *(APIField(name) for name in prose),
    ]


def open_as(name: str, source: str) -> APIField:
    """What `source` holds, under a `name` that is not the attribute's."""
    return APIField(name, serializer=ReadOnlyField(source=source))


def is_long(field: APIField) -> bool:
    """Whether only the page itself gives it, and no list: blocks and prose."""
    return field.serializer is None or isinstance(field.serializer, BlocksField)
