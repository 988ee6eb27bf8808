import gc
import socket
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from hub.search import engines
from tests import prepared, search_index
from tests.factories import UserFactory, all_shelves, home_page

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if config.getoption("create_db") and not is_worker:
        prepared.forget_migrated_databases()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb: bool, django_db_modify_db_settings: None) -> bool:
    """With SQLite there is nothing left to create: the copy is as new as its migrations."""
    if connection.vendor != "sqlite":
        return django_db_createdb
    prepared.copy_migrated_database(Path(connection.settings_dict["TEST"]["NAME"]))
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every hub has a first page and shelves: made once, not in each of thousands of tests."""
    with django_db_blocker.unblock():
        all_shelves()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise AssertionError(f"A test asked for {address[0]}: tests need no network.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _searches_find_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    search_index.begin_test()
    monkeypatch.setattr(engines, "current", search_index.keeping_up(engines.current))


@pytest.fixture
def home(db):
    return home_page()


@pytest.fixture
def member(db):
    return UserFactory()


@pytest.fixture
def member_client(member) -> Client:
    client = Client()
    client.force_login(member)
    return client
