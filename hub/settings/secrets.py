"""Where secrets come from: a file of their own, never a default in the code."""

import os
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Keys that appear in tutorials and examples, and so in every attacker's list.
KNOWN_SAMPLES = ("django-insecure", "changeme", "change-me", "secret", "example")
SHORTEST_KEY = 50


def stored_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret kept in `path`, made by `make` and stored for its owner only on the first call."""
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = make()
    # O_EXCL: of two processes that start at once only one writes; the other reads what was written.
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secret)
    return secret


def read_secret_file(path: Path) -> str:
    """The text of a secret's file; raises ImproperlyConfigured when others may read it."""
    if not path.is_file():
        raise ImproperlyConfigured(f"SECRET_KEY_FILE names {path}, which does not exist.")
    if path.stat().st_mode & 0o007:
        raise ImproperlyConfigured(f"{path} can be read by everyone: run chmod 0400 {path}.")
    return path.read_text().strip()


def checked_secret_key(key: str) -> str:
    """The key itself; raises ImproperlyConfigured when it is missing, short or a known sample."""
    if not key:
        raise ImproperlyConfigured("Set SECRET_KEY_FILE (or SECRET_KEY): the hub needs a key.")
    if len(key) < SHORTEST_KEY or key.lower().startswith(KNOWN_SAMPLES):
        raise ImproperlyConfigured(
            f"SECRET_KEY is a sample or shorter than {SHORTEST_KEY} characters: make a new one."
        )
    return key
