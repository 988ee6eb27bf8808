import tomllib
from pathlib import Path

import pytest
from django.db import connection
from wagtail.test.utils.form_data import rich_text, streamfield

from hub.editing.language import hooks
from hub.editing.language.checking import remarks_on
from hub.editing.language.phrases import phrases
from hub.editing.language.texts import Text
from hub.taxonomy.models import GlossaryEntry
from tests.core.test_newer_version import form
from tests.factories import GlossaryEntryFactory, PracticePageFactory, UserFactory, editor

pytestmark = pytest.mark.django_db
SENTENCES = tomllib.loads((Path(__file__).parent / "language_sentences.toml").read_text())


@pytest.fixture
def glossary():
    """The glossary as the hub is delivered, its words only."""
    import json

    path = Path("hub/home/content/terms.json")
    for entry in json.loads(path.read_text())["terms"]:
        GlossaryEntry.objects.get_or_create(
            term=entry["term"],
            defaults={
                "search_only": entry.get("search_only") or [],
                "prefer": entry.get("prefer") or "",
                "category": entry.get("category") or "",
            },
        )


def test_the_check_points_at_each_word_and_at_nothing_else(glossary):
    known = phrases()
    assert len(SENTENCES["flagged"]) == 40
    assert len(SENTENCES["clean"]) == 60

    for one in SENTENCES["flagged"]:
        remarks = remarks_on(Text("", "", one["text"]), known)
        assert [remark.words for remark in remarks] == one["words"]
        assert remarks[0].advice.startswith("Better: ")
    for sentence in SENTENCES["clean"]:
        assert remarks_on(Text("", "", sentence), known) == []


def test_a_word_that_only_helps_searching_is_nothing_to_look_at():
    GlossaryEntryFactory(term="budget", prefer="funding", category="")

    assert phrases() == []


def test_what_could_identify_somebody_is_pointed_at():
    words = "The client Maria Lopez, DOB 3/4/1971, was taken to the hospital."

    remarks = remarks_on(Text("Summary", "id_summary", words), [])

    assert {remark.kind for remark in remarks} == {"person"}
    assert any("date of birth" in remark.advice for remark in remarks)


def test_words_inside_a_quotation_are_told_apart(glossary):
    (remark,) = remarks_on(Text("", "", "The law says “drug addict” still."), phrases())

    assert remark.is_quoted


@pytest.fixture
def desk(client):
    GlossaryEntryFactory(term="Opioid use disorder", search_only=["pillhead"])
    client.force_login(editor())
    return client


def posted(practice, **extra):
    body = streamfield(
        [
            ("quote", {"text": "I was a pillhead.", "by": "A peer"}),
            ("paragraph", rich_text("<p>No <b>pillheads</b> here.</p>")),
        ]
    )
    return form(practice, "A pillhead came", **{"body": body, **extra})


def test_the_posted_form_is_checked_field_by_field(desk, django_assert_max_num_queries):
    practice = PracticePageFactory()
    desk.get("/admin/")

    with django_assert_max_num_queries(30):
        answer = desk.post(f"/admin/editing/language/{practice.pk}/check/", posted(practice))

    found = [(one["element"], one["words"], one["is_quoted"]) for one in answer.json()["remarks"]]
    assert sorted(found) == [
        ("body-0-value-text", "pillhead", True),
        ("body-1-value", "pillheads", False),
        ("id_title", "pillhead", False),
    ]
    kept = "max-age=0, no-cache, no-store, must-revalidate, private"
    assert answer.headers["Cache-Control"] == kept


def test_a_form_sent_before_its_blocks_are_there_is_refused(desk):
    practice = PracticePageFactory()

    answer = desk.post(f"/admin/editing/language/{practice.pk}/check/", {"title": "A"})

    assert answer.status_code == 400


def test_a_new_page_is_checked_before_it_is_stored(desk):
    practice = PracticePageFactory()
    above = practice.get_parent()

    address = f"/admin/editing/language/new/{above.pk}/practices/practicepage/"
    answer = desk.post(address, posted(practice))
    nowhere = desk.post(address.replace("practicepage", "homepage"), posted(practice))

    assert len(answer.json()["remarks"]) == 3
    assert nowhere.status_code == 404


def test_advice_stops_nothing_and_is_told_with_the_save(desk):
    practice = PracticePageFactory()

    answer = desk.post(f"/admin/pages/{practice.pk}/edit/", posted(practice), follow=True)
    page = desk.get(f"/admin/editing/language/{practice.pk}/")

    assert "2 places to look at" in answer.content.decode()
    assert practice.revisions.latest("created_at").content["title"] == "A pillhead came"
    assert "Better: Opioid use disorder" in page.content.decode()
    assert "In quotations" in page.content.decode()


@pytest.mark.parametrize("action", ["action-publish", "action-submit", "save"])
def test_nothing_is_held_while_the_words_are_checked(client, monkeypatch, action):
    around, seen = len(connection.atomic_blocks), []
    monkeypatch.setattr(
        hooks, "check_form", lambda form: seen.append(len(connection.atomic_blocks)) or []
    )
    client.force_login(UserFactory(is_superuser=True))
    practice = PracticePageFactory()

    client.post(f"/admin/pages/{practice.pk}/edit/", form(practice, "Words", **{action: "1"}))

    assert seen == [around]


def test_the_editor_shows_the_check_beside_an_old_and_a_new_page(desk):
    practice = PracticePageFactory()

    old = desk.get(f"/admin/pages/{practice.pk}/edit/").content.decode()
    new = desk.get(f"/admin/pages/add/practices/practicepage/{practice.get_parent().pk}/")

    assert f'data-language-check="/admin/editing/language/{practice.pk}/check/"' in old
    assert "js/admin/language.js" in old
    assert 'data-language-check="/admin/editing/language/new/' in new.content.decode()


def test_whoever_may_not_edit_a_page_cannot_have_it_checked(client):
    practice = PracticePageFactory()
    client.force_login(UserFactory())

    for address in ("", "check/"):
        answer = client.post(f"/admin/editing/language/{practice.pk}/{address}", {})
        assert answer.status_code in (302, 403, 404)
        assert practice.title not in answer.content.decode()
