"""Searches that members keep, and the part of their digest that tells what is new in them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.notifications.actions import settings_of
from hub.notifications.digests import make_due_digests
from hub.notifications.models import MailSettings, OutgoingMail
from hub.search.actions import MOST_SAVED, save_search
from hub.search.alerts import digest_section
from hub.search.asked import Asked
from hub.search.models import SavedSearch
from tests.factories import (
    PracticePageFactory,
    TopicFactory,
    UserFactory,
    all_shelves,
    members_only,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelves(db):
    all_shelves()


def keep(member, query: str, at=None, **chosen) -> SavedSearch:
    return save_search(Asked(query=query, chosen=chosen), by=member, at=at or timezone.now())


def test_a_member_keeps_a_search_and_finds_it_again(member, member_client):
    TopicFactory(slug="follow-up", name="Follow-up")

    member_client.post("/search/save/", {"search": "q=marigold&topic=follow-up&page=3&evil=x"})

    (kept,) = SavedSearch.objects.visible_to(member)
    assert kept.parameters == "q=marigold&topic=follow-up"
    assert kept.name == "“marigold”, Follow-up"
    content = member_client.get("/search/saved/").content.decode()
    assert "/search/?q=marigold&amp;topic=follow-up" in content


def test_keeping_it_twice_keeps_it_once(member, member_client):
    for _ in range(2):
        member_client.post("/search/save/", {"search": "q=marigold"})

    assert SavedSearch.objects.count() == 1


def test_the_oldest_makes_room(member):
    now = timezone.now()
    for number in range(MOST_SAVED + 1):
        keep(member, f"marigold {number}", at=now + timedelta(minutes=number))

    assert SavedSearch.objects.count() == MOST_SAVED
    assert not SavedSearch.objects.filter(name="“marigold 0”").exists()


@pytest.mark.parametrize("path", ["/search/saved/", "/search/save/"])
def test_a_visitor_is_asked_to_sign_in(client, path):
    response = client.post(path, {"search": "q=x"}) if "save/" in path else client.get(path)

    assert response.status_code == 302
    assert "sign-in" in response.url


def test_a_search_is_its_owners_alone(member, client):
    kept = keep(UserFactory(), "marigold")
    client.force_login(member)

    assert "marigold" not in client.get("/search/saved/").content.decode()
    assert client.post(f"/search/saved/{kept.pk}/remove/").status_code == 404
    assert client.post(f"/search/saved/{kept.pk}/alert/", {"alert": "on"}).status_code == 404


def test_it_can_be_removed_and_its_alert_turned_off(member, member_client):
    kept = keep(member, "marigold")

    member_client.post(f"/search/saved/{kept.pk}/alert/", {"alert": "off"})
    kept.refresh_from_db()
    assert not kept.has_alert
    member_client.post(f"/search/saved/{kept.pk}/remove/")

    assert not SavedSearch.objects.exists()


def titles(member, since, at) -> list[str]:
    section = digest_section(member, since, at)
    return [line.title for line in section.lines] if section else []


def test_a_digest_tells_what_is_new_and_nothing_twice(member):
    now = timezone.now()
    yesterday, tomorrow = now - timedelta(days=1), now + timedelta(days=1)
    keep(member, "marigold", at=yesterday)
    keep(member, "sunflower", at=yesterday)
    PracticePageFactory(title="Marigold new", first_published_at=now - timedelta(hours=1))
    PracticePageFactory(title="Marigold old", first_published_at=now - timedelta(days=9))

    first, second = titles(member, yesterday, now), titles(member, now, tomorrow)

    assert first == ["Marigold new"]
    assert second == []


def test_what_was_published_just_now_is_told_the_next_time(member):
    now = timezone.now()
    keep(member, "marigold", at=now - timedelta(days=1))
    PracticePageFactory(title="Marigold", first_published_at=now - timedelta(minutes=2))

    first = titles(member, now - timedelta(days=1), now)
    second = titles(member, now, now + timedelta(days=1))

    assert (first, second) == ([], ["Marigold"])


def test_a_thing_that_fits_two_searches_is_told_once(member):
    now = timezone.now()
    keep(member, "marigold", at=now - timedelta(days=1))
    keep(member, "sunflower", at=now - timedelta(days=1))
    PracticePageFactory(title="Marigold, sunflower", first_published_at=now - timedelta(hours=1))

    assert titles(member, now - timedelta(days=1), now) == ["Marigold, sunflower"]


def test_nobody_is_told_of_what_they_may_not_see(member):
    now = timezone.now()
    keep(member, "marigold", at=now - timedelta(days=1))
    page = PracticePageFactory(title="Marigold", first_published_at=now - timedelta(hours=1))
    page.unpublish()

    assert digest_section(member, now - timedelta(days=1), now) is None


def test_members_are_told_of_what_is_for_members(member):
    now = timezone.now()
    keep(member, "marigold", at=now - timedelta(days=1))
    members_only(PracticePageFactory(title="Marigold", first_published_at=now - timedelta(hours=1)))

    assert titles(member, now - timedelta(days=1), now) == ["Marigold"]


def test_whoever_turned_the_alert_off_is_not_told(member, member_client):
    now = timezone.now()
    kept = keep(member, "marigold", at=now - timedelta(days=1))
    member_client.post(f"/search/saved/{kept.pk}/alert/", {"alert": "off"})
    PracticePageFactory(title="Marigold", first_published_at=now - timedelta(hours=1))

    assert digest_section(member, now - timedelta(days=1), now) is None


def test_searches_of_others_are_not_told(member):
    now = timezone.now()
    keep(UserFactory(), "marigold", at=now - timedelta(days=1))
    PracticePageFactory(title="Marigold", first_published_at=now - timedelta(hours=1))

    assert digest_section(member, now - timedelta(days=1), now) is None


def test_it_comes_with_the_digest(member):
    now = timezone.now()
    settings_of(member, at=now - timedelta(days=1))
    MailSettings.objects.update(next_digest_at=now)
    keep(member, "marigold", at=now - timedelta(days=1))
    page = PracticePageFactory(title="Marigold", first_published_at=now - timedelta(hours=1))

    make_due_digests(now)

    mail = OutgoingMail.objects.get()
    assert "New in your saved searches\n\n“marigold”: Marigold" in mail.text
    assert page.url in mail.text
    assert "All saved searches: http" in mail.text
