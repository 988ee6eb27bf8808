"""What must be in place before the hub can answer: one announced step after another."""

import errno
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

MEGABYTE = 2**20
# Enough for the database to grow while somebody notices that the disk is nearly full.
RUNNING_NEEDS_MB = 50

Say = Callable[..., None]


class UnableToStart(Exception):
    """Says in one plain sentence what is in the way and what to do."""


@contextmanager
def announced(say: Say, text: str) -> Iterator[None]:
    say(text, end="")
    started = time.monotonic()
    try:
        yield
    except BaseException:
        say("")
        raise
    seconds = time.monotonic() - started
    say(f" ({seconds:.0f} s)" if seconds > 1 else "")


def check_port(port: int) -> None:
    with socket.socket() as probe:
        # As the server does: an address that a stopped server has just left is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UnableToStart(_port_sentence(port, error)) from error


def _port_sentence(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken: the hub may be running already at http://127.0.0.1:{port}/. "
            f"For a second one choose another port: make run PORT={port + 1}"
        )
    return f"Port {port} cannot be used ({error.strerror}). Choose another: make run PORT=8001"


def prepare_folder(folder: Path) -> None:
    # Uploads, the database and the secret key are in it: nobody else on this machine may look.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < RUNNING_NEEDS_MB:
        raise UnableToStart(
            f"Only {free} MB are free where the hub keeps its data; it needs {RUNNING_NEEDS_MB} MB "
            "to run safely. Make room and start again."
        )


def prepare_database(say: Say) -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    is_new = not executor.loader.applied_migrations
    creating = "Creating the database, up to two minutes the first time"
    with announced(say, creating if is_new else "Updating the database"):
        call_command("migrate", interactive=False, verbosity=0)


def prepare_content(say: Say) -> None:
    with announced(say, "Putting the style sheets together"):
        _quietly("bundle_styles")
    with announced(say, "Looking after the Consortium's content"):
        has_new_content = bool(_quietly("load_content"))
    if getattr(settings, "SAMPLE_ACCOUNTS_ALLOWED", False):
        with announced(say, "Looking after the sample accounts"):
            _quietly("create_sample_accounts")
    prepare_index(say, has_new_content)


def prepare_index(say: Say, has_new_content: bool) -> None:
    # Written last: whoever stops the first start half-way gets the index with the next one.
    is_built = Path(settings.VAR_DIR) / "search-is-built"
    if has_new_content:
        is_built.unlink(missing_ok=True)
    if not is_built.exists():
        with announced(say, "Building the search index"):
            _quietly("rebuild_index")
        is_built.touch()


def _quietly(command: str) -> str:
    """Runs a management command and returns what it said; nothing means it had nothing to do."""
    said = StringIO()
    call_command(command, stdout=said)
    return said.getvalue().strip()
