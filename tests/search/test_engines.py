"""The same search on every engine; a search server that is not there is known by its requests."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from modelsearch.backends import get_search_backend
from modelsearch.backends.database.fallback import DatabaseSearchBackend

from hub.search import engines
from hub.search.asked import Asked
from hub.search.engines.base import Wanted
from hub.search.engines.database import DatabaseEngine
from hub.search.finding import find
from hub.search.meanings import Alternative
from hub.search.models import SearchDocument
from tests.factories import (
    GlossaryEntryFactory,
    PolicyPageFactory,
    PracticePageFactory,
    TermFactory,
    all_shelves,
    members_only,
)

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
RECORDED = Path(__file__).parent / "recorded"
OPENSEARCH = os.environ.get("HUB_TEST_OPENSEARCH_URL", "")


def fallback_engine() -> engines.Engine:
    return DatabaseEngine(DatabaseSearchBackend({}))


def postgres_engine() -> engines.Engine:
    from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

    backend = PostgresSearchBackend({})
    backend.add_bulk(SearchDocument, list(SearchDocument.get_indexed_objects()))
    return DatabaseEngine(backend)


def opensearch_engine() -> engines.Engine:
    from hub.search.engines.server import ServerEngine

    backend = opensearch_backend(OPENSEARCH)
    index = backend.get_index_for_model(SearchDocument)
    index.reset()
    index.add_model(SearchDocument)
    index.add_items(SearchDocument, list(SearchDocument.get_indexed_objects()))
    index.refresh()
    return ServerEngine(backend)


def opensearch_backend(url: str) -> Any:
    from modelsearch.backends.opensearch3 import SearchBackend

    return SearchBackend({"URLS": [url], "INDEX_PREFIX": "hub_test_"})


ENGINES = [
    pytest.param(None, id="embedded"),
    pytest.param(fallback_engine, id="any database"),
    pytest.param(
        postgres_engine,
        id="postgresql",
        marks=pytest.mark.skipif(
            connection.vendor != "postgresql", reason="the tests do not run on PostgreSQL"
        ),
    ),
    pytest.param(
        opensearch_engine,
        id="opensearch",
        marks=pytest.mark.skipif(not OPENSEARCH, reason="HUB_TEST_OPENSEARCH_URL is not set"),
    ),
]


@pytest.fixture(params=ENGINES)
def search(request, monkeypatch):
    """find() on each engine, after everything that the test made is described."""
    all_shelves()
    embedded = engines.current

    def ask(words: str, reader: Any = NOBODY, **chosen: list[str]) -> Any:
        from tests.search_index import keep_up

        keep_up()
        if request.param:
            engine = request.param()
            monkeypatch.setattr(engines, "current", lambda: engine)
        else:
            monkeypatch.setattr(engines, "current", embedded)
        return find(Asked(query=words, chosen=chosen), reader=reader)

    return ask


def titles(results: Any) -> list[str]:
    return [row.document.title for row in results.rows or []]


def counts(results: Any, facet: str) -> dict[str, int]:
    found = next((one for one in results.facets if one.name == facet), None)
    return {option.value: option.count for option in found.options} if found else {}


def test_words_find_with_counts_and_snippets(search):
    PracticePageFactory(title="Marigold practice", summary="All about the marigold here.")
    PolicyPageFactory(title="Marigold act")
    PracticePageFactory(title="Nothing of the kind")

    results = search("marigold")

    assert sorted(titles(results)) == ["Marigold act", "Marigold practice"]
    assert results.total == 2
    assert {k: n for k, n in counts(results, "kind").items() if n} == {
        "practicepage": 1,
        "policypage": 1,
    }
    assert any("<mark>marigold</mark>" in str(row.snippet) for row in results.rows)


def test_facets_narrow_and_count(search):
    rural, urban = TermFactory(slug="rural"), TermFactory(slug="urban")
    PracticePageFactory(title="Marigold one", terms=[rural])
    PracticePageFactory(title="Marigold two", terms=[urban])

    results = search("marigold", community_type=["rural"])

    assert titles(results) == ["Marigold one"]
    assert counts(results, "community_type") == {"rural": 1, "urban": 1}


def test_what_may_not_be_seen_is_neither_found_nor_counted(search, member):
    members_only(PracticePageFactory(title="Marigold for members"))
    PracticePageFactory(title="Marigold draft", live=False)
    PolicyPageFactory(title="Marigold act")

    assert (titles(search("marigold")), search("marigold").total) == (["Marigold act"], 1)
    assert search("marigold", reader=member).total == 2


def test_synonyms_find(search):
    GlossaryEntryFactory(term="Mobile integrated health", abbreviations=["MIH"])
    PracticePageFactory(title="Mobile integrated health in the county")

    assert titles(search("mih")) == ["Mobile integrated health in the county"]


def test_pages_with_some_of_the_words_follow_those_with_all(search):
    PracticePageFactory(title="Rural marigold")
    PracticePageFactory(title="Urban marigold")

    results = search("rural marigold")

    assert titles(results)[0] == "Rural marigold"
    assert (results.complete, results.total) == (1, 2)


def test_hostile_words_give_an_answer(search):
    PracticePageFactory(title="Marigold")

    for words in ("w*", "(", "a & b | !c", "x:y", "' OR 1=1 --", "\\", "%", "\x00"):
        assert search(words).total >= 0


def test_titles_complete_what_is_typed(search, monkeypatch):
    PracticePageFactory(title="Marigold practice")
    search("x")

    wanted = Wanted(audiences=["everyone"], at=datetime.now(UTC))
    keys = engines.current().complete("marig", wanted)

    assert [SearchDocument.objects.get(pk=key).title for key in keys] == ["Marigold practice"]


# --- The requests to a server ---------------------------------------------------------------------


class Recorder:
    """Stands in for the client of a server: keeps what is sent, answers as if nothing fitted."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def search(self, *, index: str, body: dict[str, Any]) -> dict[str, Any]:
        self.bodies.append(body)
        buckets = {"facets": {"values": {"buckets": []}}}
        found = {"total": {"value": 0}, "hits": []}
        return {"hits": found, "aggregations": dict.fromkeys(body.get("aggs", {}), buckets)}


@pytest.mark.parametrize("name", ["words_and_facets", "some_of_the_words", "newest"])
def test_what_is_sent_to_a_server_is_as_recorded(name):
    pytest.importorskip("opensearchpy", reason="the packages for a search server are not installed")
    from hub.search.engines.server import ServerEngine

    backend = opensearch_backend("http://127.0.0.1:9")
    backend.es = Recorder()
    wanted = {
        "words_and_facets": Wanted(
            groups=[(Alternative("mih"), Alternative("mobile integrated health", 0.6))],
            chosen={"community_type": ["rural", "frontier"], "kind": ["practicepage"]},
        ),
        "some_of_the_words": Wanted(
            groups=[(Alternative("rural"),), (Alternative("marigold"),)], is_loose=True
        ),
        "newest": Wanted(groups=[], sort="newest", start=20, stop=40),
    }[name]

    ServerEngine(backend).find(_seen_by_everyone(wanted))

    shape = json.loads(json.dumps(backend.es.bodies, default=str))
    recorded = RECORDED / f"{name}.json"
    if os.environ.get("HUB_RECORD_REQUESTS"):
        recorded.write_text(json.dumps(shape, indent=1) + "\n")
    assert shape == json.loads(recorded.read_text())


def _seen_by_everyone(wanted: Wanted) -> Wanted:
    from dataclasses import replace

    return replace(wanted, audiences=["everyone"], at=datetime(2026, 6, 15, 12, tzinfo=UTC))


def test_the_backend_of_the_tests_is_the_one_that_ships():
    assert type(get_search_backend()).__module__ == "hub.search.backend"
