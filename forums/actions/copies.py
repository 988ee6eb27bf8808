"""Finding the rows that repeat a post, and telling whether two texts are the same."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from ..fragments import folded

# Rows looked at in one statement: each stays well below the time a statement may take.
CHUNK = 10_000


def copies_of(rows: QuerySet[Any], address: str, fragments: Iterable[str] = ()) -> Iterator[Any]:
    """The rows whose `source` links to the address or holds a fragment; found in chunks."""
    wanted = Q(source__contains=address)
    for fragment in fragments:
        wanted |= Q(source__icontains=fragment)
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    for start in range(0, last + 1, CHUNK):
        yield from rows.filter(wanted, pk__gt=start, pk__lte=start + CHUNK).order_by("pk")


def keyed_hash(text: str) -> str:
    """Tells whether a copy is the same text; without the key of this site it tells nothing."""
    key = f"forums.purge:{settings.SECRET_KEY}".encode()
    return hmac.new(key, folded(text).encode(), hashlib.sha256).hexdigest()
