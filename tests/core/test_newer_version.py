import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from practices.models import PracticePage
from tests.factories import PracticePageFactory, editor

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


def test_whoever_has_been_asked_may_keep_their_own(stale):
    client, address, practice, known = stale
    sent = form(practice, "My words", loaded_revision_id=str(known), stale="keep-mine")

    answer = client.post(address, sent)

    assert answer.status_code == 302
    assert latest_title(practice) == "My words"


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
