"""A PostgreSQL cluster in a throwaway folder, reached by a socket in it and by nothing else."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# Where Debian and its relatives keep the programs that are not for everyday use.
FOLDERS = "usr/lib/postgresql/*/bin"
SECONDS_TO_START = 30
# PostgreSQL refuses to be run by root.
SYSTEM_USER = "postgres"


class Missing(Exception):
    """Says what is not there."""


def programs() -> Path:
    """The folder with initdb and postgres, the newest one."""
    if find_spec("psycopg") is None:
        raise Missing("psycopg is not installed")
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/").glob(f"{FOLDERS}/initdb")]
    if not folders:
        raise Missing("PostgreSQL is not installed")
    return max(folders, key=lambda folder: float(folder.parent.name))


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a new, empty database; the cluster is gone afterwards."""
    folder = programs()
    run_as = {"user": SYSTEM_USER, "group": SYSTEM_USER} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="pg-bench-", ignore_cleanup_errors=True) as home:
        if run_as:
            shutil.chown(home, SYSTEM_USER, SYSTEM_USER)
        _initialize(folder, home, run_as)
        server = subprocess.Popen(  # noqa: S603 – our own arguments, no shell
            [folder / "postgres", "-D", f"{home}/data", "-k", home, "-c", "listen_addresses="],
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **run_as,
        )
        try:
            _wait(server, home)
            yield f"postgres://bench@{quote(home, safe='')}/postgres"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()


def _initialize(folder: Path, home: str, run_as: dict[str, str]) -> None:
    subprocess.run(  # noqa: S603 – our own arguments, no shell
        [
            *(folder / "initdb", "-D", f"{home}/data", "--username=bench", "--auth=trust"),
            *("--encoding=UTF8", "--no-locale", "--no-sync"),
        ],
        cwd=home,
        check=True,
        stdout=subprocess.DEVNULL,
        **run_as,
    )


def _wait(server: subprocess.Popen[bytes], home: str) -> None:
    import psycopg

    latest = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(host=home, user="bench", dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > latest:
                raise
            time.sleep(0.1)
        else:
            return
