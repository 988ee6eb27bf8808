"""modelsearch's own tests, for our engine and for the one that it comes with.

Not named test_…: they need the models of modelsearch's tests and so a process of their own.
"""

from django.test import TestCase, override_settings
from modelsearch.tests import test_backends, test_sqlite_backend

from tests.search.modelsearch_suite.settings import HUB_SEARCH_DIR

OURS = "hub.search.backend"


@override_settings(MODELSEARCH_BACKENDS={"default": {"BACKEND": OURS, "DIRECTORY": HUB_SEARCH_DIR}})
class TestWhoosh(test_backends.BackendTests, TestCase):
    backend_path = OURS

    # Engines that come with modelsearch have this test in their own class, not in the common one.
    test_reset_indexes = test_sqlite_backend.TestSQLiteSearchBackend.test_reset_indexes


class TestStock(test_sqlite_backend.TestSQLiteSearchBackend):
    """When these fail too, it is the settings or the fixture and not our engine."""
