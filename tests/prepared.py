"""An empty database with every migration, made once: each worker and each hub begins with a copy.

Migrations take most of a minute. They run as on anybody's first start; a changed one is noticed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
NAME = "migrated-{}.sqlite3"
FIRST_START = "from hub.home.startup import prepare_database; prepare_database(print)"


def copy_migrated_database(target: Path) -> None:
    """What an earlier run left at `target` is gone: it proves nothing about this one."""
    forget(target)
    shutil.copyfile(_migrated_database(), target)


def forget_migrated_databases() -> None:
    for path in settings.VAR_DIR.glob(NAME.format("*")):
        forget(path)


def forget(database: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        database.with_name(f"{database.name}{ending}").unlink(missing_ok=True)


def _migrated_database() -> Path:
    with _one_at_a_time(settings.VAR_DIR / "migrating"):
        path: Path = settings.VAR_DIR / NAME.format(_digest())
        if not path.exists():
            forget_migrated_databases()
            half_made = path.with_suffix(".new")
            forget(half_made)
            _migrate(half_made)
            half_made.rename(path)
    return path


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    """Of every migration of ours and of others."""
    found = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label}/{file.name}".encode())
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


def _migrate(path: Path) -> None:
    # The hub's own settings: what comes of it is the database of `make run`, too.
    of_the_hub = {
        "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        "DATABASE_URL": f"sqlite:///{path}",
    }
    subprocess.run(  # noqa: S603 – our own arguments, no shell
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", FIRST_START],
        cwd=ROOT,
        env={**os.environ, **of_the_hub},
        stdout=subprocess.DEVNULL,
        check=True,
    )
