"""Settings of modelsearch's own tests: its models instead of ours, and a folder for the index."""

import os
from pathlib import Path

from modelsearch.test.settings import *  # noqa: F403 – settings are read by name

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
# The package leaves out the fixture that its tests load.
FIXTURE_DIRS = [Path(__file__).resolve().parent / "fixtures"]
HUB_SEARCH_DIR = Path(os.environ["HUB_SEARCH_DIR"])
