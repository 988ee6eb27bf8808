"""Builds the whole index anew, beside the one in use, and says how far it is."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models

from .backend import SearchBackend, WhooshIndex
from .describing import describe_everything
from .models import SourceChange
from .sources import SOURCES

CHUNK = 200
SAY_EVERY = 1.0
Say = Callable[[str], None]


def rebuild_everything(say: Say) -> int:
    """Search documents, then every index. Returns how many objects were indexed."""
    # What is noted by now is contained in what is described below. By key: a transaction that began
    # earlier may still bring a lower one.
    noted = list(SourceChange.objects.values_list("pk", flat=True))
    for source in SOURCES:
        say(f"{describe_everything(source)} search documents describe what is called {source}")
    for at in range(0, len(noted), CHUNK):
        SourceChange.objects.filter(pk__in=noted[at : at + CHUNK]).delete()
    return rebuild_indexes(say)


def rebuild_indexes(say: Say, only: str = "") -> int:
    """Every index, or the one of that name, from the database."""
    backend = get_search_backend()
    if backend.rebuilder_class is None:
        return 0
    return sum(
        _rebuild(backend, index, say)
        for index in backend.all_indexes()
        if not only or index.get_key() == only
    )


def rebuild_damaged(say: Say) -> int:
    """Builds those indexes anew that are damaged, missing or of another version."""
    backend = get_search_backend()
    if not isinstance(backend, SearchBackend):
        return 0
    return sum(_rebuild(backend, index, say) for index in damaged_indexes(backend))


def damaged_indexes(backend: SearchBackend) -> list[WhooshIndex]:
    """Looks at every file of every index."""
    return [index for index in backend.all_indexes() if not index.is_sound()]


def _rebuild(backend: Any, index: Any, say: Say) -> int:
    models = [
        model
        for model in get_indexed_models()
        if backend.get_index_for_model(model).get_key() == index.get_key()
    ]
    total = sum(model.get_indexed_objects().count() for model in models)
    name, started, count, said = index.get_key(), time.monotonic(), 0, 0.0
    rebuilder = backend.rebuilder_class(index)
    index = rebuilder.start()
    try:
        for model in models:
            index.add_model(model)
        for model, chunk in _chunks(models):
            index.add_items(model, chunk)
            count += len(chunk)
            seconds = time.monotonic() - started
            if count == total or seconds - said >= SAY_EVERY:
                say(progress(name, count, total, seconds))
                said = seconds
    except BaseException:
        if hasattr(rebuilder, "abandon"):
            rebuilder.abandon()
        raise
    rebuilder.finish()
    return count


def progress(name: str, count: int, total: int, seconds: float) -> str:
    """One line: how much, how fast, how long it still takes."""
    rate = count / max(seconds, 0.001)
    left = max(total - count, 0) / max(rate, 0.001)
    return f"{name}: {count} of {max(total, count)}, {rate:.0f} a second, {left:.0f} s left"


def _chunks(models: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
    for model in models:
        last = None
        while True:
            rows = model.get_indexed_objects().order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            chunk = list(rows[:CHUNK])
            if not chunk:
                break
            last = chunk[-1].pk
            yield model, chunk
