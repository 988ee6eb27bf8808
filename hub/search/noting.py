"""Where changes are noted until the search documents follow."""

from typing import Any

from .models import SourceChange


def note(source: str, keys: Any) -> None:
    """Notes that these things' search documents may be out of date."""
    SourceChange.objects.bulk_create(SourceChange(source=source, object_id=key) for key in keys)
