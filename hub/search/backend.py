"""Wagtail's search on the embedded engine: name it in WAGTAILSEARCH_BACKENDS.

    {"default": {"BACKEND": "hub.search.backend", "DIRECTORY": ..., "OUTBOX": True}}

DIRECTORY is a folder of ours alone. With OUTBOX a change is only noted, in the transaction of the
change itself, and hub.search.draining writes it to the index within two seconds; without, whoever
saves writes, which is for one process at a time.
"""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db.models import Model
from modelsearch.backends.base import BaseIndex, BaseSearchBackend

from .adapter.compiling import AutocompleteQueryCompiler, QueryCompiler
from .adapter.extraction import document_of
from .adapter.layouts import index_name, layout_of
from .adapter.results import Results
from .engine.reading import Index, open_index, reading
from .engine.storage import Damaged, Folder
from .engine.writing import Rebuild, update

logger = logging.getLogger(__name__)
# A writer that waits longer than this for another one has met one that hangs.
LOCK_SECONDS = 30.0


class WhooshIndex(BaseIndex):
    """The index of all models with the same root."""

    def __init__(self, backend: "SearchBackend", name: str, rebuild: Rebuild | None = None) -> None:
        super().__init__(backend)
        self.name = name
        self.layout = layout_of(name)
        self.folder = Folder(backend.directory / name)
        self.rebuild = rebuild

    def __str__(self) -> str:
        return self.name

    def get_key(self) -> str:
        return self.name

    # --- Reading ---------------------------------------------------------------------------------
    @property
    def reader(self) -> Index:
        return open_index(self.folder.path, self.layout)

    def read(self, ask: Callable[[Any], Any]) -> Any:
        """`ask(searcher)` on the newest generation; Damaged when the index cannot be trusted."""
        with reading(self.reader) as searcher:
            return ask(searcher)

    def report(self, error: Damaged) -> None:
        """Notes that the index has to be built anew; whoever drains the outbox does it."""
        if self.folder.damage != str(error):
            logger.warning(
                "Search index %s: %s. The database answers until then.", self.name, error
            )
            self.folder.report_damage(str(error))

    def is_sound(self) -> bool:
        """Whether nobody reported damage and every file is what was written."""
        if self.folder.damage:
            return False
        try:
            self.reader.check()
        except Damaged as error:
            self.report(error)
            return False
        return True

    # --- Writing ---------------------------------------------------------------------------------
    def add_items(self, model: type[Model], items: Iterable[Any]) -> None:
        if self.rebuild is not None:
            self.rebuild.add(document_of(item) for item in items)
        elif self.backend.outbox:
            self.backend.outbox.note(self.name, items)
        else:
            self._write({str(item.pk): document_of(item) for item in items})

    def delete_item(self, item: Any) -> None:
        if self.backend.outbox:
            self.backend.outbox.note(self.name, [item])
        else:
            self._write({str(item.pk): None})

    def _write(self, changes: dict[str, Any]) -> None:
        if not changes:
            return
        with self.folder.lock(seconds=LOCK_SECONDS):
            try:
                update(self.folder, self.layout, changes)
            except Damaged as error:
                # An index of nothing but these would look whole and find almost nothing.
                self.report(error)

    def reset(self) -> None:
        """An index without any document."""
        with self.folder.lock(seconds=LOCK_SECONDS):
            Rebuild(self.folder, self.layout).finish()


class Rebuilder:
    """Builds an index beside the one in use; nobody notices before it is complete."""

    def __init__(self, index: WhooshIndex) -> None:
        self.index = index
        self._lock: Any = None

    def start(self) -> WhooshIndex:
        self._lock = self.index.folder.lock("rebuild", seconds=LOCK_SECONDS)
        self._lock.__enter__()
        try:
            rebuild = Rebuild(self.index.folder, self.index.layout)
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise
        self.index = WhooshIndex(self.index.backend, self.index.name, rebuild)
        return self.index

    def finish(self) -> None:
        """Swaps the new index in, with everything that changed while it was built."""
        index = self.index
        assert index.rebuild is not None, "start() comes first"  # noqa: S101
        try:
            with index.folder.lock(seconds=LOCK_SECONDS):
                if index.backend.outbox:
                    with index.backend.outbox.caught_up(index.name) as late:
                        index.rebuild.finish(late)
                else:
                    index.rebuild.finish()
        finally:
            self._lock.__exit__(None, None, None)

    def abandon(self) -> None:
        """Leaves the index in use as it is."""
        if self.index.rebuild is not None:
            self.index.rebuild.abandon()
        self._lock.__exit__(None, None, None)


class SearchBackend(BaseSearchBackend):
    """See the module."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = WhooshIndex
    results_class = Results
    rebuilder_class = Rebuilder

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.directory = Path(params["DIRECTORY"])
        self.uses_outbox = bool(params.get("OUTBOX"))

    @property
    def outbox(self) -> Any:
        """What notes changes, or None. Imported late: it needs our tables, the backend does not."""
        if not self.uses_outbox:
            return None
        from . import outbox

        return outbox

    def get_index_for_model(self, model: type[Model]) -> WhooshIndex:
        return WhooshIndex(self, index_name(model))
