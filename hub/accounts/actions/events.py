from datetime import datetime
from typing import Any

from ..models import SecurityEvent, User


def log_event(
    kind: SecurityEvent.Kind,
    *,
    person: User | None,
    by: User | None,
    at: datetime,
    **detail: Any,
) -> SecurityEvent:
    """Adds one line to the log of who could do what: `by` did something to `person`'s account.

    `detail` holds numbers and words from our own lists, never names, addresses or texts: the line
    outlives the account.
    """
    return SecurityEvent.objects.create(
        kind=kind, person=person, actor=by, happened_at=at, detail=detail
    )
