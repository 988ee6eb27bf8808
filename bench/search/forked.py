"""Processes that work on the same throwaway hub, forked from one that has Django ready.

The process they come from has no index and no database open, so they share nothing but files.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from .hubs import set_up

set_up()

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([__name__])


@contextmanager
def running(act: Callable[..., None], *args: Any) -> Iterator[tuple[BaseProcess, Connection]]:
    """A process that calls `act(connection, *args)`, and our end of the connection."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=act, args=(theirs, *args), daemon=True)
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        ours.close()


def ask_another(act: Callable[..., None], *args: Any) -> Any:
    """What `act(connection, *args)` sends from a process of its own."""
    with running(act, *args) as (_, connection):
        return connection.recv()
