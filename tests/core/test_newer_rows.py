"""Topics, places and the glossary keep no versions: what another changed is told."""

import re
from html import unescape

import pytest

from hub.taxonomy.models import GlossaryEntry
from tests.factories import GlossaryEntryFactory, JurisdictionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def address_of(row) -> str:
    return f"/admin/snippets/{row._meta.app_label}/{row._meta.model_name}/edit/{row.pk}/"


def mark_in(answer) -> str:
    (mark,) = re.findall(r'name="loaded_row" value="([^"]*)"', answer.content.decode())
    return unescape(mark)


def filled(entry: GlossaryEntry, **changes) -> dict:
    lists = dict.fromkeys(("abbreviations", "synonyms", "search_only", "see_also"), "[]")
    return {"term": entry.term, "definition": "", "is_shown": "on", **lists, **changes}


def test_a_save_on_what_another_changed_is_told_once_and_keeps_what_was_typed(desk):
    entry = GlossaryEntryFactory(definition="First.", category="")
    address = address_of(entry)
    mine = filled(entry, definition="Mine.", loaded_row=mark_in(desk.get(address)))
    GlossaryEntry.objects.update(definition="Theirs.")

    told = desk.post(address, mine)

    shown = told.content.decode()
    assert "Theirs is: “Theirs.”" in shown
    assert "Mine." in shown
    assert GlossaryEntry.objects.get().definition == "Theirs."

    desk.post(address, mine | {"loaded_row": mark_in(told)})

    assert GlossaryEntry.objects.get().definition == "Mine."


def test_a_save_on_what_nobody_changed_is_stored(desk):
    entry = GlossaryEntryFactory(search_only=["pillhead"], category="")
    address = address_of(entry)
    mark = mark_in(desk.get(address))

    answer = desk.post(address, filled(entry, definition="Mine.", loaded_row=mark))

    assert answer.status_code == 302
    assert GlossaryEntry.objects.get().definition == "Mine."


def test_a_mark_that_is_garbage_stops_nobody(desk):
    entry = GlossaryEntryFactory()

    answer = desk.post(address_of(entry), filled(entry, definition="Mine.", loaded_row="[1"))

    assert answer.status_code == 302


def test_a_place_knows_its_parents_too(desk):
    place = JurisdictionFactory()
    before = mark_in(desk.get(address_of(place)))

    place.parents.add(JurisdictionFactory())

    assert mark_in(desk.get(address_of(place))) != before
