"""From a change to the index: noted with the change, written by the worker, never lost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from hub.search import engines, outbox
from hub.search.asked import Asked
from hub.search.draining import drain, lateness
from hub.search.engine.storage import Folder
from hub.search.finding import find
from hub.search.models import IndexChange, SearchDocument, SourceChange
from hub.search.rebuilding import damaged_indexes, progress, rebuild_indexes
from hub.search.sources import PageSource
from hub.search.worker import work_off
from tests import search_index
from tests.factories import (
    JurisdictionFactory,
    PracticePageFactory,
    TopicFactory,
    all_shelves,
    group_only,
    members_only,
)

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def say_nothing(text: str) -> None:
    pass


@pytest.fixture(autouse=True)
def _nothing_but_the_worker_writes(db):
    """An index like the database; from here on only what a test drains gets into it."""
    all_shelves()
    search_index.settle_index()
    work_off(say_nothing)
    yield
    search_index.forget()


def found(words: str, reader=NOBODY, at=None) -> list[str]:
    results = find(Asked(query=words), reader=reader, at=at)
    return [row.document.title for row in results.rows or []]


def test_a_published_page_is_findable_after_the_next_round_and_not_before():
    PracticePageFactory(title="Marigold")
    assert found("marigold") == []

    drain()

    assert found("marigold") == ["Marigold"]


def test_a_change_that_is_rolled_back_leaves_no_note():
    def publish_and_fail():
        with transaction.atomic():
            PracticePageFactory(title="Marigold")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        publish_and_fail()

    assert not SourceChange.objects.exists()
    assert not IndexChange.objects.exists()


def test_a_changed_title_an_unpublished_and_a_deleted_page_are_followed():
    changed, taken_down, deleted = (PracticePageFactory(title=f"Marigold {n}") for n in "abc")
    drain()

    changed.title = "Sunflower"
    changed.save_revision().publish()
    taken_down.unpublish()
    Page.objects.get(pk=deleted.pk).delete()
    drain()

    assert found("marigold") == []
    assert found("sunflower") == ["Sunflower"]


def test_draining_twice_changes_nothing():
    PracticePageFactory(title="Marigold")

    assert drain() > 0
    assert drain() == 0
    assert found("marigold") == ["Marigold"]


def test_one_thing_that_cannot_be_described_does_not_hold_up_the_others(monkeypatch):
    broken, sound = (
        PracticePageFactory(title="Marigold one"),
        PracticePageFactory(title="Marigold two"),
    )
    describe = PageSource.describe

    def describe_or_fail(self, keys):
        if broken.pk in keys:
            raise ValueError("a body that nobody can read")
        return describe(self, keys)

    monkeypatch.setattr(PageSource, "describe", describe_or_fail)
    drain()

    assert found("marigold") == [sound.title]
    assert not SourceChange.objects.exists()


def test_the_same_change_noted_twice_is_one_document():
    page = PracticePageFactory(title="Marigold")
    drain()
    document = SearchDocument.objects.get(source="page", object_id=page.pk)

    outbox.note("search.searchdocument", [document, document])
    drain()

    assert found("marigold") == ["Marigold"]
    assert find(Asked(query="marigold"), reader=NOBODY).total == 1


def test_a_page_that_becomes_private_is_neither_shown_nor_counted(member):
    page = PracticePageFactory(title="Marigold")
    drain()

    members_only(page)
    assert found("marigold") == []
    drain()

    assert find(Asked(query="marigold"), reader=NOBODY).total == 0
    assert found("marigold", reader=member) == ["Marigold"]


def test_privacy_of_a_page_above_reaches_what_lies_below(member):
    from django.contrib.auth.models import Group

    page = PracticePageFactory(title="Marigold")
    inner = Group.objects.create(name="Inner circle")
    drain()

    group_only(page.get_parent(), inner)
    drain()
    assert found("marigold", reader=member) == []
    member.groups.add(inner)

    assert found("marigold", reader=member) == ["Marigold"]


def test_what_is_scheduled_or_over_follows_the_clock_without_a_write():
    now = timezone.now()
    PracticePageFactory(title="Marigold", expire_at=now + timedelta(hours=1))
    drain()

    assert found("marigold", at=now) == ["Marigold"]
    assert find(Asked(query="marigold"), reader=NOBODY, at=now + timedelta(hours=2)).total == 0


def test_a_renamed_topic_and_place_find_under_their_new_name():
    topic, place = TopicFactory(name="Oldtopic"), JurisdictionFactory(name="Oldplace")
    PracticePageFactory(title="Marigold", topics=[topic], jurisdictions=[place])
    drain()

    topic.name, place.name = "Newtopic", "Newplace"
    topic.save()
    place.save()
    drain()

    assert "Marigold" in found("newtopic")
    assert "Marigold" in found("newplace")
    assert found("oldtopic") == []


def test_a_moved_page_is_shown_at_its_new_address():
    page = PracticePageFactory(title="Marigold")
    drain()

    page.slug = "another-address"
    page.save_revision().publish()
    drain()

    (row,) = find(Asked(query="marigold"), reader=NOBODY).rows
    assert row.document.url.endswith("/another-address/")


def test_a_broken_index_heals_and_searches_go_on_meanwhile():
    PracticePageFactory(title="Marigold")
    drain()
    folder = documents_folder()
    for file in folder.current().iterdir():
        if file.name != "manifest":
            file.write_bytes(b"\0" * file.stat().st_size)

    assert damaged_indexes(get_search_backend())
    assert found("marigold") == ["Marigold"]
    work_off(say_nothing)

    assert not folder.damage
    assert not damaged_indexes(get_search_backend())
    assert found("marigold") == ["Marigold"]


def test_a_missing_index_is_built_by_the_worker():
    PracticePageFactory(title="Marigold")
    drain()
    documents_folder().pointer.unlink()

    work_off(say_nothing)

    assert found("marigold") == ["Marigold"]


def test_what_is_published_during_a_rebuild_is_in_the_new_index():
    PracticePageFactory(title="Marigold one")
    drain()
    backend = get_search_backend()
    index = backend.get_index_for_model(SearchDocument)
    rebuilder = backend.rebuilder_class(index)
    building = rebuilder.start()
    building.add_items(SearchDocument, list(SearchDocument.get_indexed_objects()))

    PracticePageFactory(title="Marigold two")
    drain()
    assert sorted(found("marigold")) == ["Marigold one", "Marigold two"]
    rebuilder.finish()

    assert sorted(found("marigold")) == ["Marigold one", "Marigold two"]
    assert not IndexChange.objects.exists()


def test_a_rebuild_says_how_far_it_is():
    lines: list[str] = []
    for number in range(3):
        PracticePageFactory(title=f"Marigold {number}")
    drain()

    count = rebuild_indexes(lines.append, only="search.searchdocument")

    assert count == SearchDocument.objects.count()
    assert lines[-1].startswith(f"search.searchdocument: {count} of {count}, ")
    assert progress("x", 50, 200, 10) == "x: 50 of 200, 5 a second, 30 s left"


def test_the_commands_say_what_they_did(capsys):
    PracticePageFactory(title="Marigold")

    call_command("drain_search")
    call_command("rebuild_index")

    said = capsys.readouterr().out
    assert "changes are in the search index." in said
    assert "objects are in the search index." in said
    assert found("marigold") == ["Marigold"]


def test_operators_see_how_late_the_index_is(client):
    assert lateness() == {"seconds": 0.0, "is_late": False}
    PracticePageFactory(title="Marigold")
    SourceChange.objects.update(noted_at=timezone.now() - timedelta(minutes=5))

    status = client.get("/-/search").json()

    assert status["engine"] == "embedded"
    assert status["is_late"]
    assert status["seconds"] >= 300


def documents_folder() -> Folder:
    return engines.EmbeddedEngine().index.folder
