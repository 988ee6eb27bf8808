"""The search index in tests: like the database as soon as something is searched for.

On the site a worker keeps it so. Here every search first writes what differs, so that a test need
not say when, and what another test wrote is gone.
"""

from collections.abc import Callable
from typing import Any

from modelsearch.backends import get_search_backend

from hub.search import engines
from hub.search.adapter.extraction import document_of
from hub.search.backend import SearchBackend
from hub.search.draining import drain_sources
from hub.search.engine.writing import Rebuild, update
from hub.search.models import SearchDocument

# What the index of this process holds: key of a search document → everything about it.
_held: dict[int, Any] | None = None
_is_settled = False


def settle_index() -> None:
    """Writes the index now and not again in this test: for tests that count statements."""
    global _is_settled
    keep_up()
    _is_settled = True


def begin_test() -> None:
    global _is_settled
    _is_settled = False


def keeping_up(current: Callable[[], engines.Engine]) -> Callable[[], engines.Engine]:
    """`engines.current`, with the index brought up to date first."""

    def kept_up() -> engines.Engine:
        if not _is_settled:
            keep_up()
        return current()

    return kept_up


def keep_up() -> None:
    drain_sources()
    backend = get_search_backend()
    if isinstance(backend, SearchBackend):
        _write_differences(backend)


def _write_differences(backend: SearchBackend) -> None:
    global _held
    index = backend.get_index_for_model(SearchDocument)
    there = {one.pk: one for one in SearchDocument.get_indexed_objects()}
    found = {pk: repr(document_of(one)) for pk, one in there.items()}
    if _held is None or not index.folder.pointer.exists():
        rebuild = Rebuild(index.folder, index.layout)
        rebuild.add(document_of(one) for one in there.values())
        rebuild.finish()
    elif _held != found:
        changed = {pk for pk in {*_held, *found} if _held.get(pk) != found.get(pk)}
        update(
            index.folder,
            index.layout,
            {str(pk): document_of(there[pk]) if pk in there else None for pk in changed},
        )
    _held = found


def forget() -> None:
    """Another test may not rely on what is in the index now."""
    global _held
    _held = None


def hold_still() -> None:
    """The index is as the test wants it: nothing is written before a search."""
    global _is_settled
    _is_settled = True
