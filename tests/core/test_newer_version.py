import re

import pytest
from django.db import connection
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from hub.taxonomy.models import Vocabulary
from practices.models import PracticePage
from tests.factories import PracticePageFactory, TermFactory, editor

pytestmark = pytest.mark.django_db


def form(practice: PracticePage, title: str, **extra) -> dict:
    empty = streamfield([])
    return nested_form_data(
        {
            "title": title,
            "slug": practice.slug,
            "summary": "In plain words.",
            "problem": rich_text("<p>Nobody calls.</p>"),
            "evidence": "not-rated",
            "body": empty,
            "roles": empty,
            "outcomes": empty,
            "evidence_items": empty,
            "sources": empty,
            "relations": inline_formset([]),
            "comments": inline_formset([]),
            **{
                name: rich_text("")
                for name in (
                    "what_it_is how_it_works core_elements adaptable_elements equity risks "
                    "when_not_to_use training data_to_collect starting sustaining"
                ).split()
            },
            **extra,
        }
    )


@pytest.fixture
def stale():
    """(client, address, practice, id of the version the second editor has open)."""
    practice = PracticePageFactory(title="First words")
    known = practice.save_revision().pk
    practice.title = "Somebody else's words"
    practice.save_revision()
    client = Client()
    client.force_login(editor())
    return client, f"/admin/pages/{practice.pk}/edit/", practice, known


def latest_title(practice: PracticePage) -> str:
    return PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object().title


def test_a_stale_save_asks_before_it_overwrites_and_keeps_every_word(stale):
    client, address, practice, known = stale

    answer = client.post(address, form(practice, "My words", loaded_revision_id=str(known)))

    assert answer.status_code == 409
    assert 'value="My words"' in answer.content.decode()
    assert latest_title(practice) == "Somebody else's words"


def answered(practice: PracticePage, title: str, choice: str, **extra) -> dict:
    """The form as the question sends it: filled in on what is the newest version now."""
    newest = practice.get_latest_revision()
    return form(
        practice,
        title,
        loaded_revision_id=str(newest.pk),
        loaded_revision_created_at=newest.created_at.isoformat(),
        stale=choice,
        **extra,
    )


def test_both_versions_are_shown_and_who_changed_what(stale):
    client, address, practice, known = stale
    sent = form(practice, "First words", summary="Mine.", loaded_revision_id=str(known))

    shown = client.post(address, sent).content.decode()

    assert "Title (changed by them)" in shown
    assert "Summary (changed by you)" in shown
    assert re.search(r'<ins class="addition"><span[^>]*>\[only yours: </span>Mine\.<', shown)
    assert 'name="keep-title" value="theirs" checked' in shown
    assert 'name="keep-summary" value="mine" checked' in shown


def test_what_says_the_same_in_both_is_not_asked_about(stale):
    client, address, practice, _ = stale
    said = {"problem": "<p>Nobody calls.</p>", "body": [("paragraph", "<p>They wait.</p>")]}
    for name, value in said.items():
        setattr(practice, name, value)
    known = practice.save_revision().pk
    practice.title = "A third person's words"
    practice.save_revision()
    body = streamfield([("paragraph", rich_text("<p>They wait.</p>"))])

    shown = client.post(
        address, form(practice, "Mine", loaded_revision_id=str(known), body=body)
    ).content.decode()

    assert "Title (changed by both)" in shown
    assert "Problem (changed" not in shown
    assert "Body (changed" not in shown


def test_whoever_has_been_asked_may_keep_their_own(stale):
    client, address, practice, _ = stale

    answer = client.post(address, answered(practice, "My words", "keep-mine"))

    assert answer.status_code == 302
    assert latest_title(practice) == "My words"


def test_whoever_keeps_theirs_finds_their_own_in_the_history(stale):
    client, address, practice, _ = stale

    client.post(address, answered(practice, "My words", "keep-theirs"))

    titles = [one.content["title"] for one in practice.revisions.order_by("-created_at")]
    assert titles[:2] == ["Somebody else's words", "My words"]


def test_two_versions_can_be_put_together_field_by_field(stale):
    client, address, practice, _ = stale
    extra = {"summary": "Mine.", "keep-title": "theirs", "keep-summary": "mine"}

    client.post(address, answered(practice, "My words", "merge", **extra))

    merged = PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()
    assert (merged.title, merged.summary) == ("Somebody else's words", "Mine.")


def test_each_vocabulary_is_compared_and_chosen_by_itself(stale):
    client, address, practice, _ = stale
    rural, urban, design = (
        TermFactory(vocabulary=vocabulary)
        for vocabulary in (Vocabulary.COMMUNITY_TYPE, Vocabulary.COMMUNITY_TYPE, Vocabulary.STAGE)
    )
    known = practice.get_latest_revision().pk
    practice.terms = [rural, design]
    practice.save_revision()
    mine = {"community_type": urban.pk}

    shown = client.post(
        address, form(practice, "My words", loaded_revision_id=str(known), **mine)
    ).content.decode()
    choices = {"keep-community_type": "mine", "keep-stage": "theirs"}
    client.post(address, answered(practice, "My words", "merge", **mine, **choices))

    assert "Community types (changed by both)" in shown
    assert "Stages (changed by them)" in shown
    merged = PracticePage.objects.get(pk=practice.pk).get_latest_revision_as_object()
    assert set(merged.terms.all()) == {urban, design}


@pytest.mark.parametrize("action", ["save", "action-publish", "stale"])
def test_a_version_that_comes_while_the_form_is_read_is_asked_about(stale, action):
    client, address, practice, _ = stale
    sent = answered(practice, "My words", "keep-mine")
    around, seen = len(connection.atomic_blocks), []

    def store_another(form):
        if not seen:
            practice.title = "A third person's words"
            practice.save_revision()
        seen.append(len(connection.atomic_blocks))
        return is_valid(form)

    is_valid = PracticePage.base_form_class.is_valid
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PracticePage.base_form_class, "is_valid", store_another)
        answer = client.post(address, sent | {action: "merge"})

    assert answer.status_code == 409
    assert latest_title(practice) == "A third person's words"
    assert set(seen) == {around}


def test_an_answer_is_asked_again_when_a_third_version_has_come(stale):
    client, address, practice, _ = stale
    sent = answered(practice, "My words", "keep-mine")
    practice.title = "A third person's words"
    practice.save_revision()

    answer = client.post(address, sent)

    assert answer.status_code == 409
    assert latest_title(practice) == "A third person's words"


def test_publishing_an_old_form_is_asked_too_and_publishes_nothing(stale):
    client, address, practice, known = stale
    sent = form(practice, "My words", loaded_revision_id=str(known))

    answer = client.post(address, sent | {"action-publish": "1"})

    assert answer.status_code == 409
    assert 'name="action-publish"' in answer.content.decode()
    assert PracticePage.objects.get(pk=practice.pk).title == "First words"


def test_a_form_opened_before_there_was_any_version_is_stale_too(stale):
    client, address, practice, _ = stale

    answer = client.post(address, form(practice, "My words", loaded_without_revision="1"))

    assert answer.status_code == 409


def test_words_that_do_not_validate_are_shown_and_kept(stale):
    client, address, practice, known = stale
    sent = form(practice, "My words", last_reviewed="never", loaded_revision_id=str(known))

    shown = client.post(address, sent).content.decode()

    assert '<input type="hidden" name="last_reviewed" value="never">' in shown
    assert "<dd>never</dd>" in shown


def test_a_version_saved_over_at_the_same_number_is_newer(stale):
    client, address, practice, _ = stale
    newest = practice.get_latest_revision()
    sent = answered(practice, "My words", "keep-mine")
    practice.title = "Saved over"
    practice.save_revision(overwrite_revision=newest)

    answer = client.post(address, sent)

    assert answer.status_code == 409


def test_a_save_on_the_newest_version_is_not_asked(stale):
    client, address, practice, _ = stale
    newest = practice.get_latest_revision().pk

    answer = client.post(address, form(practice, "My words", loaded_revision_id=str(newest)))

    assert answer.status_code == 302


def test_autosave_is_left_to_wagtail(stale):
    client, address, practice, known = stale

    answer = client.post(
        address,
        form(practice, "My words", loaded_revision_id=str(known)),
        headers={"Accept": "application/json"},
    )

    assert answer.headers["Content-Type"].startswith("application/json")
    assert latest_title(practice) == "Somebody else's words"
