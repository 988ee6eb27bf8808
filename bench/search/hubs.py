"""A hub in a throwaway folder: nothing of a running hub is read or written."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# modelsearch's own database backend beside ours; it is filled when it is measured.
PEER = "peer"


@contextmanager
def throwaway_hub(database_url: str = "") -> Iterator[Path]:
    """A migrated hub without content, on SQLite unless a database is named."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-", ignore_cleanup_errors=True) as folder:
        os.environ |= {
            "HUB_VAR": folder,
            "HUB_SEARCH": "embedded",
            "DATABASE_URL": database_url or f"sqlite:///{folder}/hub.sqlite3",
            "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        }
        set_up()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield Path(folder)


def set_up() -> None:
    """Django on the settings that throwaway_hub() chose; also for processes that it starts."""
    import django
    from django.apps import apps
    from django.conf import settings

    if apps.ready:
        return
    settings.WAGTAILSEARCH_BACKENDS[PEER] = {
        "BACKEND": "modelsearch.backends.database",
        "AUTO_UPDATE": False,
    }
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("postgresql"):
        # The hub gives a statement five seconds; here even the slowest may end.
        database["OPTIONS"] = {}
    django.setup()
