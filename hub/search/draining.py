"""Works off the outbox: search documents first, then the index, one commit per batch.

Runs beside the server: `make run` does it by itself, elsewhere it is `manage.py drain_search`.
Late is the worst that happens when nobody drains: what is shown always comes from the database.
"""

import logging
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from modelsearch.backends import get_search_backend

from hub.core.page_cache import announce_change

from . import outbox
from .backend import SearchBackend, WhooshIndex
from .describing import describe
from .engine.storage import Busy, Damaged
from .engine.writing import update
from .models import IndexChange, SearchDocument, SourceChange

logger = logging.getLogger(__name__)
BATCH = 500


def drain() -> int:
    """Works off what is noted and returns how much that was. Safe to call from anywhere."""
    done = drain_sources() + _drain_indexes()
    if done:
        # Lists that are searches show it from now on.
        announce_change()
    return done


def _drain_indexes() -> int:
    done, backend = 0, get_search_backend()
    if isinstance(backend, SearchBackend) and backend.uses_outbox:
        waiting = IndexChange.objects.filter(is_done=False).order_by()
        names = set(waiting.values_list("index", flat=True).distinct())
        for index in backend.all_indexes() if names else ():
            if index.name in names:
                done += _drain_index(index)
    return done


def drain_sources() -> int:
    """Brings the search documents of things that changed up to date."""
    done = 0
    while changes := list(SourceChange.objects.order_by("pk")[:BATCH]):
        groups: dict[str, list[int]] = {}
        for change in changes:
            groups.setdefault(change.source, []).append(change.object_id)
        with transaction.atomic():
            for source, keys in groups.items():
                _describe(source, keys)
            SourceChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
        done += len(changes)
    return done


def _describe(source: str, keys: list[int]) -> None:
    """describe(), but what cannot be described is left out instead of holding up the rest."""
    try:
        with transaction.atomic():
            describe(source, keys)
    except DatabaseError:
        # Busy or gone: everything waits and is tried again.
        raise
    except Exception:
        if len(keys) == 1:
            logger.exception("No search document can be made of %s %s", source, keys[0])
            return
        for key in keys:
            _describe(source, [key])


def _drain_index(index: WhooshIndex) -> int:
    try:
        with index.folder.lock():
            return _write(index)
    except Busy:
        # Somebody else is at it.
        return 0
    except Damaged as error:
        index.report(error)
        return 0


def _write(index: WhooshIndex) -> int:
    done = 0
    while changes := outbox.pending(index.name):
        update(index.folder, index.layout, outbox.documents_for(changes))
        if index.folder.is_locked("rebuild"):
            # The rebuild may have passed these by; it looks at them before it ends.
            keys = [change.pk for change in changes]
            IndexChange.objects.filter(pk__in=keys).update(is_done=True)
        else:
            outbox.forget(changes)
        done += len(changes)
    return done


def lateness() -> dict[str, Any]:
    """How many changes wait and for how many seconds the oldest has: for the operators' page."""
    oldest = [
        SourceChange.objects.order_by("pk").values_list("noted_at", flat=True).first(),
        IndexChange.objects.filter(is_done=False)
        .order_by("pk")
        .values_list("noted_at", flat=True)
        .first(),
    ]
    moments = [moment for moment in oldest if moment]
    seconds = (timezone.now() - min(moments)).total_seconds() if moments else 0.0
    return {"seconds": round(seconds, 1), "is_late": seconds > 30}


def health() -> dict[str, Any]:
    """What the embedded index holds, and why it is not used when it is not."""
    backend = get_search_backend()
    if not isinstance(backend, SearchBackend):
        return {}
    index = backend.get_index_for_model(SearchDocument)
    try:
        searcher = index.reader.searcher()
    except Damaged as error:
        return {"documents": None, "damage": str(error)}
    held = round(searcher.cached_bytes / 2**20, 1)
    return {"documents": searcher.count, "damage": index.folder.damage, "cached_mb": held}
