import socket
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hub.search import engines
from tests import search_index
from tests.factories import UserFactory, home_page

LOOPBACK = ("127.0.0.1", "::1", "localhost")


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
