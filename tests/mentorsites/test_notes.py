"""Notes that a site makes public: reading, finding, writing, changing and taking them back."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from forums.models import Forum
from hub.notifications.actions import follow
from hub.notifications.models import Notification
from mentorsites.actions.noting import publish_note, withdraw_note
from mentorsites.models import SiteNote
from tests.factories import (
    NOW,
    ForumFactory,
    MentorSitePageFactory,
    ThreadFactory,
    TopicFactory,
    make_member,
    members_only,
)
from tests.mentorsites.keepers import keeper_of

pytestmark = pytest.mark.django_db
TITLE = "Dispatch codes for co-response"
TEXT = "We use two call types and a flag.\n\nThe flag is set by the dispatcher."


@pytest.fixture
def site():
    return MentorSitePageFactory(title="Sample County EMS")


@pytest.fixture
def keeper(site):
    return keeper_of(site)


def note_of(site, *, at=NOW, **fields) -> SiteNote:
    given = {"title": TITLE, "text": TEXT, "after": "call", "happened_on": date(2026, 5, 20)}
    return publish_note(site, **{**given, "topics": [], "by": None, "at": at, **fields})


def typed(**changes):
    given = {"title": TITLE, "text": TEXT, "after": "requests", "happened_on": "2026-05-20"}
    return given | {"action": "post"} | changes


# --- Reading --------------------------------------------------------------------------------------
def test_a_note_has_a_page_of_its_own(client, site):
    topic = TopicFactory()
    note = note_of(site, topics=[topic])

    page = client.get(note.get_absolute_url()).content.decode()

    assert TITLE in page
    assert "After a call with" in page
    assert "May 2026" in page
    assert "May 20," not in page
    assert topic.name in page
    assert site.url in page


def test_the_page_of_the_site_shows_the_newest_five(client, site):
    for day in range(7):
        note_of(site, title=f"Note number {day}.", at=NOW + timedelta(days=day))

    page = client.get(site.url).content.decode()

    assert "Note number 6." in page
    assert "Note number 2." in page
    assert "Note number 1." not in page
    assert f"/mentor-sites/notes/of/{site.pk}/" in page


@pytest.mark.parametrize("gone", ["withdrawn", "never published", "draft site", "members only"])
def test_what_is_not_public_is_not_there(client, site, gone):
    note = note_of(site)
    if gone == "withdrawn":
        withdraw_note(note, by=None, at=NOW)
    if gone == "never published":
        SiteNote.objects.update(published_at=None)
    if gone == "draft site":
        site.unpublish()
    if gone == "members only":
        members_only(site)

    assert client.get(note.get_absolute_url()).status_code == 404
    texts = [client.get(f"/mentor-sites/notes/of/{site.pk}/"), client.get("/sitemap-notes.xml")]
    assert not [one for one in texts if TITLE in one.content.decode()]
    assert note.get_absolute_url() not in texts[1].content.decode()


def test_a_discussion_is_named_to_whoever_may_open_it(client, site):
    closed = ThreadFactory(forum=ForumFactory(visibility=Forum.Visibility.GROUP))
    note, open_one = note_of(site, thread=closed), note_of(site, thread=ThreadFactory())

    assert closed.title not in client.get(note.get_absolute_url()).content.decode()
    assert open_one.thread.title in client.get(open_one.get_absolute_url()).content.decode()


def test_all_notes_are_turned_page_by_page(client, site):
    for number in range(45):
        note_of(site, title=f"Note number {number}.", at=NOW + timedelta(hours=number))
    address, seen = f"/mentor-sites/notes/of/{site.pk}/", 0

    for expected in (20, 20, 5):
        response = client.get(address)
        leaf = response.context["leaf"]
        assert len(leaf.notes) == expected
        seen += len(leaf.notes)
        address = f"/mentor-sites/notes/of/{site.pk}/?{urlencode({'before': leaf.older})}"

    assert seen == 45


@pytest.mark.parametrize("before", ["x", "2026-06-15_3", "_", "2026-06-15T12:00:00+00:00_x", "\0"])
def test_a_key_that_is_none_is_the_first_page(client, site, before):
    note_of(site)

    response = client.get(f"/mentor-sites/notes/of/{site.pk}/", {"before": before})

    assert TITLE in response.content.decode()


@pytest.mark.parametrize("address", ["note", "all", "site"])
def test_pages_with_notes_cost_the_same_with_many(
    client, site, address, django_assert_max_num_queries
):
    note = note_of(site)
    url = {
        "note": note.get_absolute_url(),
        "all": f"/mentor-sites/notes/of/{site.pk}/",
        "site": site.url,
    }[address]
    client.get(url)
    with django_assert_max_num_queries(60) as with_one:
        client.get(url)
    for _ in range(12):
        note_of(site, topics=[TopicFactory()])

    with django_assert_max_num_queries(len(with_one)):
        client.get(url)


# --- Publishing -----------------------------------------------------------------------------------
def test_whoever_follows_the_site_is_told(site):
    follower = make_member()
    follow(site, by=follower, at=NOW)

    note = note_of(site)

    assert Notification.objects.of(follower).get().subject == note


def test_notes_of_a_sample_site_are_samples(client):
    site = MentorSitePageFactory(is_sample=True)

    note = note_of(site)

    assert note.is_sample
    assert "Sample" in client.get(note.get_absolute_url()).content.decode()


def test_withdrawing_twice_changes_nothing(site):
    note = note_of(site)
    withdraw_note(note, by=None, at=NOW)

    withdraw_note(note, by=None, at=NOW + timedelta(days=1))

    note.refresh_from_db()
    assert note.withdrawn_at == NOW


def test_a_manager_writes_a_note_for_everybody(client, site, keeper):
    topic = TopicFactory()
    client.force_login(keeper)
    assert client.get(f"/my-sites/{site.pk}/notes/new/").status_code == 200

    response = client.post(f"/my-sites/{site.pk}/notes/new/", typed(topics=[topic.pk]))

    note = SiteNote.objects.get()
    assert response.url == note.get_absolute_url()
    assert (note.written_by, note.site, list(note.topics.all())) == (keeper, site, [topic])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": "Her sister has 555-555-0134."}, "A phone number"),
        ({"title": ""}, "What is it about?"),
        ({"happened_on": "2999-01-01"}, "still to come"),
        ({"topics": ["99999999999999999999"]}, "Choose topics from the list"),
        ({"text": "I want to kill myself tonight."}, "You are not alone with this"),
    ],
)
def test_a_note_that_cannot_be_published_comes_back_whole(client, site, keeper, changes, words):
    client.force_login(keeper)

    response = client.post(f"/my-sites/{site.pk}/notes/new/", typed(**changes))

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "happened_on" in changes or "2026-05-20" in page
    assert not SiteNote.objects.exists()


def test_marked_words_are_written_less_exactly_on_request(client, site, keeper):
    client.force_login(keeper)

    response = client.post(
        f"/my-sites/{site.pk}/notes/new/", typed(text="Her sister has 555-555-0134.", action="mask")
    )

    assert "555-555-0134" not in response.content.decode()
    assert not SiteNote.objects.exists()


def test_a_note_is_changed_and_taken_back_by_its_site(client, site, keeper):
    note = note_of(site)
    client.force_login(keeper)

    client.post(f"/my-sites/notes/{note.pk}/edit/", typed(title="Codes for dispatchers"))
    assert "Codes for dispatchers" in client.get(note.get_absolute_url()).content.decode()

    address = f"/my-sites/notes/{note.pk}/take-back/"
    assert client.get(address).status_code == 200
    client.post(address)
    assert client.get(note.get_absolute_url()).status_code == 404


def test_words_that_somebody_else_changed_meanwhile_are_shown_first(client, site, keeper):
    note = note_of(site)
    client.force_login(keeper)
    address = f"/my-sites/notes/{note.pk}/edit/"
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).text)[1]
    SiteNote.objects.update(text="What a colleague wrote.")

    page = client.post(address, typed(title="My title", seen=seen))

    note.refresh_from_db()
    assert page.status_code == 422
    assert "What a colleague wrote." in page.text
    assert 'value="My title"' in page.text
    assert note.title == TITLE
    seen = re.search(r'name="seen" value="([^"]+)"', page.text)[1]
    client.post(address, typed(title="My title", seen=seen))
    note.refresh_from_db()
    assert note.title == "My title"


def test_nobody_else_writes_changes_or_takes_back(client, site):
    note = note_of(site)
    client.force_login(keeper_of(MentorSitePageFactory()))

    answers = [
        client.post(f"/my-sites/{site.pk}/notes/new/", typed()),
        client.post(f"/my-sites/notes/{note.pk}/edit/", typed()),
        client.post(f"/my-sites/notes/{note.pk}/take-back/"),
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]


# --- Search ---------------------------------------------------------------------------------------
def test_a_note_is_found_until_it_is_taken_back(client, site):
    note = note_of(site)
    assert note.get_absolute_url() in client.get("/search/?q=dispatcher+flag").content.decode()

    withdraw_note(note, by=None, at=NOW)

    assert note.get_absolute_url() not in client.get("/search/?q=dispatcher+flag").content.decode()
