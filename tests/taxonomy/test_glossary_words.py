import json

import pytest
from django.core.exceptions import ValidationError

from hub.editing.language import hooks
from hub.editing.language.checking import remarks_on
from hub.editing.language.phrases import phrases
from hub.editing.language.texts import Text
from hub.search.meanings import find_meanings
from hub.taxonomy.models import GlossaryEntry
from tests.core.test_newer_version import form
from tests.factories import GlossaryEntryFactory, PracticePageFactory, UserFactory, editor

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/taxonomy/glossaryentry/add/"
LISTS = ("abbreviations", "synonyms", "search_only", "see_also")


def words(**lists):
    typed = {name: json.dumps(lists.get(name, [])) for name in LISTS}
    return {"term": "Crisis", "is_shown": "on", **typed}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "value", [[302], "302", {"a": 1}, ["-"], [" "], ["ok", None], ["a\u0000b"]]
)
def test_anything_but_a_list_of_words_is_blamed_on_its_field(name, value):
    entry = GlossaryEntry(term="Crisis", **{name: value})

    with pytest.raises(ValidationError) as refused:
        entry.full_clean()

    assert set(refused.value.message_dict) == {name}


def test_an_editor_is_told_next_to_the_field_and_keeps_what_was_typed(client):
    client.force_login(UserFactory(is_superuser=True))

    refused = client.post(ADD, words(search_only=[302])).content.decode()
    kept = client.post(ADD, words(search_only=["302", "two  words"], synonyms=None))

    assert "302 is not a word" in refused
    assert "[302]" in refused
    assert kept.status_code == 302
    entry = GlossaryEntry.objects.get()
    assert (entry.search_only, entry.synonyms) == (["302", "two words"], [])


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("(mental) case", "a (mental) case here"),
        ("what? no", "they said what? no and left"),
        ("c++ head", "one c++ head less"),
        ("*** user", "the *** user of"),
    ],
)
def test_signs_in_a_word_stand_for_themselves(known, written):
    GlossaryEntryFactory(search_only=[known])

    (remark,) = remarks_on(Text("Body", "id", written), phrases())

    assert remark.words == known


@pytest.mark.parametrize("stored", [[302], "302", None, {"a": 1}, ["-"], ["pillhead", 5]])
def test_what_is_no_word_is_read_by_nobody(stored):
    entry = GlossaryEntryFactory(search_only=[])
    GlossaryEntry.objects.filter(pk=entry.pk).update(search_only=stored or [])

    remarks = remarks_on(Text("Body", "id", "A pillhead, - 302."), phrases())
    meanings = find_meanings(["pillhead"], list(GlossaryEntry.objects.all()))

    assert len(remarks) == len(meanings) == ("pillhead" in (stored or []))


def test_a_page_is_saved_though_its_words_cannot_be_checked(client, monkeypatch, caplog):
    def fail(form):
        raise ValueError("no such pattern")

    monkeypatch.setattr(hooks, "check_form", fail)
    client.force_login(editor())
    practice = PracticePageFactory()

    answer = client.post(f"/admin/pages/{practice.pk}/edit/", form(practice, "A new title"))

    assert answer.status_code == 302
    assert practice.revisions.latest("created_at").content["title"] == "A new title"
    assert "could not be checked" in caplog.text
