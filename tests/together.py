"""What many people do in the same moment, tried in a process with a database of its own.

A module that is run this way prints one JSON object of what came of it. Nothing in it is rolled
back, so it never runs in the database of the other tests.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from django.db import connection, connections

from tests.architecture.sources import ROOT

LONGEST_SECONDS = 300


def run_apart(module: str, folder: Path) -> dict[str, Any]:
    """Runs `module` on a copy of the test database; returns what it printed."""
    with CopyOfTheDatabase(folder) as url:
        return _run(module, folder, url)


class CopyOfTheDatabase:
    """An empty, migrated database: what the tests have, without waiting for every migration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"together_{os.getpid()}"
        self.settings = connections["default"].settings_dict
        self.is_postgres = connections["default"].vendor == "postgresql"

    def __enter__(self) -> str:
        # Nobody may be connected to what is copied.
        connections.close_all()
        if self.is_postgres:
            self._say(f"CREATE DATABASE {self.name} TEMPLATE {self.settings['NAME']}")
            return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{self.name}"
        copy = self.folder / "hub.sqlite3"
        for ending in ("", "-wal"):
            if Path(f"{self.settings['NAME']}{ending}").exists():
                shutil.copy(f"{self.settings['NAME']}{ending}", f"{copy}{ending}")
        return f"sqlite:///{copy}"

    def __exit__(self, *error: object) -> None:
        if self.is_postgres:
            self._say(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _say(self, words: str) -> None:
        import psycopg

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(words)


def _run(module: str, folder: Path, url: str) -> dict[str, Any]:
    environment = {**os.environ, "HUB_VAR": str(folder), "DATABASE_URL": url}
    done = subprocess.run(  # noqa: S603 – a module of our own tests
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def main(acts: list[Callable[[], Any]]) -> None:
    """Does one act after another and prints what came of each, by its name."""
    sys.stdout.write(json.dumps({act.__name__: act() for act in acts}) + "\n")


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Does all of it at the same moment, each on a connection of its own; errors are returned."""
    barrier = Barrier(len(acts))

    def go(act: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return act()
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def errors_in(answers: list[Any]) -> list[str]:
    return [one for one in answers if isinstance(one, str)]
