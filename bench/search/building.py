"""The index of the hub, built in a process of its own so that its memory can be told."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from hub.search.models import SearchDocument

from .forked import running

DOCUMENTS = SearchDocument._meta.label_lower
MEGABYTE = 2**20


@dataclass(frozen=True)
class Built:
    """What building the index of the documents took."""

    documents: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    size_mb: float


def build_index(meanwhile: Callable[[], None] = lambda: None) -> Built:
    """Builds the index of the documents and those of everything else; returns the former's.

    Takes one processor; what `meanwhile` does may take another one.
    """
    with running(_build) as (_, connection):
        meanwhile()
        return Built(*connection.recv())


def _build(connection: Connection) -> None:
    from modelsearch.backends import get_search_backend

    from hub.search.rebuilding import rebuild_indexes

    started, cpu = time.monotonic(), time.process_time()
    count = rebuild_indexes(lambda line: None, only=DOCUMENTS)
    seconds, cpu = time.monotonic() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE
    index = get_search_backend().get_index_for_model(SearchDocument)
    size = sum(path.stat().st_size for path in index.folder.path.rglob("*") if path.is_file())
    for other in get_search_backend().all_indexes():
        if other.name != DOCUMENTS:
            rebuild_indexes(lambda line: None, only=other.name)
    connection.send((count, seconds, cpu, peak, size / MEGABYTE))


def index_of_documents() -> Any:
    from modelsearch.backends import get_search_backend

    return get_search_backend().get_index_for_model(SearchDocument)
