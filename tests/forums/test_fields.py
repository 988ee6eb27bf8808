"""The fields in which something is written: their hints, their tools, the ways to other forms."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forums.models import ThreadKind
from tests.factories import ForumFactory, PracticePageFactory, ThreadFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def member(client):
    person = make_member(joined_at=timezone.now() - timedelta(days=30))
    client.force_login(person)
    return person


def tag(page: str, field: str) -> str:
    return re.search(rf"<(?:textarea|input)[^>]* id=\"id_{field}\"[^>]*>", page)[0]


def described_by(page: str, field: str) -> list[str]:
    """The ids that describe a field; each of them is on the page."""
    ids = re.search(r'aria-describedby="([^"]*)"', tag(page, field))[1].split()
    assert all(f'id="{one}"' in page for one in ids), ids
    return ids


def test_the_hint_describes_the_text_field(client):
    page = client.get(f"{ThreadFactory().get_absolute_url()}reply/").text

    assert described_by(page, "body") == ["id_body_helptext"]


def test_with_an_error_both_hint_and_error_describe_it(client):
    page = client.post(f"{ThreadFactory().get_absolute_url()}reply/", {"body": "x"}).text

    assert set(described_by(page, "body")) == {"id_body_helptext", "id_body_error"}


def test_what_writing_without_a_name_means_describes_its_box(client):
    thread = ThreadFactory(forum=ForumFactory(alias_policy="allowed"))

    page = client.get(f"{thread.get_absolute_url()}reply/").text

    assert described_by(page, "under_alias") == ["id_under_alias_helptext"]
    assert "Two trust officers together" in page


@pytest.mark.parametrize("kind", [ThreadKind.QUESTION, ThreadKind.CASE])
def test_every_part_of_a_question_and_a_case_has_tools_and_its_heading(client, kind):
    response = client.get(f"{ForumFactory().get_absolute_url()}new/", {"kind": kind})

    page, parts = response.text, response.context["form"].parts
    assert page.count('role="toolbar"') == len(parts)
    for name, (heading, _, _) in parts.items():
        assert f'data-heading="{heading}"' in tag(page, name)
        assert f'aria-controls="id_{name}"' in page


def test_another_forum_and_another_kind_keep_what_was_begun(client):
    here, there = ForumFactory(), ForumFactory()
    about = PracticePageFactory()
    query = {"kind": "tried", "about": about.pk, "title": "Nights & days: who?"}

    page = client.get(f"{here.get_absolute_url()}new/", query).text

    kept = f"kind=%s&amp;about={about.pk}&amp;title=Nights+%%26+days%%3A+who%%3F"
    assert f'href="{there.get_absolute_url()}new/?{kept % "tried"}"' in page
    assert f'href="?{kept % "question"}"' in page


def test_a_title_that_was_typed_is_kept_too(client):
    here, there = ForumFactory(), ForumFactory()

    page = client.post(
        f"{here.get_absolute_url()}new/", {"kind": "discussion", "title": "Typed title", "body": ""}
    ).text

    assert f"{there.get_absolute_url()}new/?kind=discussion&amp;title=Typed+title" in page
