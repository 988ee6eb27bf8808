"""Many people in the same moment: nothing is lost, doubled or counted wrongly."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from tests.architecture.sources import ROOT
from tests.forums.many_at_once import PRESSES, REPLIES, WRITERS

# Without it there is no database to copy.
pytestmark = pytest.mark.django_db
LONGEST_SECONDS = 300


@pytest.fixture(scope="module")
def came(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Any]]:
    """What came of it, told by a process with a database of its own."""
    folder = tmp_path_factory.mktemp("together")
    with django_db_blocker.unblock(), _copy_of_the_database(folder) as url:
        yield _run(folder, url)


class _copy_of_the_database:
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


def _run(folder: Path, url: str) -> dict[str, Any]:
    environment = {**os.environ, "HUB_VAR": str(folder), "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", "tests.forums.many_at_once"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def test_replies_at_once_have_numbers_without_gaps_and_none_is_lost(came):
    found, all_of_them = came["replies"], WRITERS * REPLIES

    assert found["errors"] == []
    assert found["numbers"] == list(range(1, all_of_them + 2))
    assert found["texts"] == all_of_them + 1
    assert found["counters"] == [all_of_them + 1, all_of_them + 1, all_of_them]
    assert found["last"] == all_of_them + 1


def test_a_form_that_comes_twenty_times_is_one_post(came):
    found = came["one_form"]

    assert found == {"errors": [], "answers": 1, "posts": 2, "counters": [2, 1]}


def test_a_form_that_comes_twenty_times_is_one_thread(came):
    assert came["one_form_of_a_thread"] == {"errors": [], "answers": 1, "threads": 1}


def test_signs_given_at_once_are_all_counted(came):
    found = came["signs"]

    assert found["errors"] == []
    assert found["helpful"] == [PRESSES, PRESSES]
    # Pressed again it is taken back: whatever remains, the counter says the same as the rows.
    assert found["thanks"] in ([0, 0], [1, 1])


def test_who_says_same_here_at_once_is_counted_once_each(came):
    assert came["same_here"] == {"errors": [], "counted": [PRESSES, PRESSES]}


def test_each_writer_without_a_name_has_one_label_of_their_own(came):
    found = came["aliases"]

    assert found["errors"] == []
    assert len(set(found["labels"])) == len(found["labels"]) == WRITERS
    assert found["posts"] == 1 + 3 * WRITERS


def test_workers_at_once_tell_of_each_post_once(came):
    assert came["workers"] == {"errors": [], "told": PRESSES, "counted": PRESSES}
