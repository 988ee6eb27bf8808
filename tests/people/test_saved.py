"""Saved things: a list of one's own, with notes that nobody else reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hub.people.actions import save_bookmark
from hub.people.models import Bookmark
from tests.factories import PracticePageFactory, TopicFactory, UserFactory, members_only

pytestmark = pytest.mark.django_db


def save(client, page):
    return client.post("/saved/save/", {"kind": "wagtailcore.page", "number": page.pk})


def test_a_member_saves_a_page_and_finds_it_again(member_client):
    page = PracticePageFactory(title="Marigold practice")

    response = save(member_client, page)

    assert response["Location"] == page.get_absolute_url()
    assert "Marigold practice" in member_client.get("/saved/").text


def test_saving_twice_keeps_one(member_client):
    page = PracticePageFactory()

    save(member_client, page)
    save(member_client, page)

    assert Bookmark.objects.count() == 1


def test_a_note_can_be_added_and_only_its_owner_reads_it(member_client):
    save(member_client, PracticePageFactory())
    bookmark = Bookmark.objects.get()
    other = Client()
    other.force_login(UserFactory())

    member_client.post(f"/saved/{bookmark.pk}/note/", {"note": "For the council <b>"})

    assert "For the council &lt;b&gt;" in member_client.get("/saved/").text
    assert "For the council" not in other.get("/saved/").text
    assert other.post(f"/saved/{bookmark.pk}/note/", {"note": "x"}).status_code == 404
    assert other.post(f"/saved/{bookmark.pk}/remove/").status_code == 404


def test_a_note_that_is_too_long_is_kept_on_the_page(member_client):
    save(member_client, PracticePageFactory())
    text = "y" * 501

    response = member_client.post(f"/saved/{Bookmark.objects.get().pk}/note/", {"note": text})

    assert response.status_code == 422
    assert text in response.text


def test_what_one_may_not_see_cannot_be_saved_or_read(member_client, member):
    draft = PracticePageFactory(title="Secret marigold", live=False)
    private = PracticePageFactory(title="Once open")
    save_bookmark(private, by=member, at=timezone.now())
    private.live = False
    private.save()

    assert save(member_client, draft).status_code == 404
    page = member_client.get("/saved/").text
    assert "Once open" not in page
    assert "Not here any more" in page


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"kind": "auth.group", "number": "1"},
        {"kind": "x", "number": "y"},
        {"kind": "taxonomy.topic", "number": "9" * 30},
    ],
)
def test_nothing_else_can_be_saved(posted, member_client):
    assert member_client.post("/saved/save/", posted).status_code == 404


def test_a_thing_is_removed_again(member_client):
    save(member_client, PracticePageFactory())

    member_client.post(f"/saved/{Bookmark.objects.get().pk}/remove/")

    assert "Nothing saved yet" in member_client.get("/saved/").text


def test_the_list_goes_on_where_the_page_ended_and_costs_the_same(
    member, member_client, django_assert_max_num_queries
):
    now = timezone.now()
    things = [TopicFactory() for _ in range(25)] + [PracticePageFactory() for _ in range(10)]
    for number, thing in enumerate(things):
        save_bookmark(thing, by=member, at=now - timedelta(minutes=number // 2))

    with django_assert_max_num_queries(13):
        first = member_client.get("/saved/")
    second = member_client.get(f"/saved/?after={first.context['leaf'].after}")

    seen = [one.name for page in (first, second) for one in page.context["leaf"].things]
    assert seen == [str(thing) for thing in reversed_within_a_moment(things)]


def reversed_within_a_moment(things: list) -> list:
    """Of two saved at the same moment the later one comes first."""
    pairs = [things[start : start + 2] for start in range(0, len(things), 2)]
    return [thing for pair in pairs for thing in reversed(pair)]


def test_what_is_for_members_can_be_saved_by_members(member_client):
    page = PracticePageFactory(title="For members")
    members_only(page)

    assert save(member_client, page).status_code == 302


@pytest.mark.parametrize(
    "back", ["x", "//evil.example", "https://evil.example/", "/\\evil.example"]
)
def test_removing_leads_nowhere_else(back, member_client):
    save(member_client, PracticePageFactory())

    response = member_client.post(f"/saved/{Bookmark.objects.get().pk}/remove/", {"next": back})

    assert response["Location"] == "/saved/"
