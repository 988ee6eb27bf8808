"""Feeds and the calendar: well-formed, for nobody in particular, and 304 when nothing changed."""

import json
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page

from hub.editing.still_right import confirm
from hub.resources.models import ResourcePage
from tests.factories import (
    EventPageFactory,
    JurisdictionFactory,
    PolicyPageFactory,
    PracticePageFactory,
    TopicFactory,
    editor,
    members_only,
    shelf,
)
from tests.syndication.atom import faults

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response) -> list[ElementTree.Element]:
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 – our own


def titles(response) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(response)]


def test_a_shelf_a_topic_a_place_and_everything_have_feeds(client):
    topic, place = TopicFactory(slug="night"), JurisdictionFactory(slug="ohio")
    PracticePageFactory(title="Both", topics=[topic], jurisdictions=[place])
    PracticePageFactory(title="Neither")
    PolicyPageFactory(title="A law", jurisdiction=place)

    assert titles(client.get("/practices/feed.atom")) == ["Neither", "Both"]
    assert titles(client.get("/topics/night/feed.atom")) == ["Both"]
    assert titles(client.get("/places/ohio/feed.atom")) == ["A law", "Both"]
    assert len(titles(client.get("/feed.atom"))) == 3


@pytest.mark.parametrize(
    "address",
    ["/feed.atom", "/policies/feed.atom", "/topics/night/feed.atom", "/events/feed.atom"],
)
def test_a_feed_reader_takes_every_feed(client, address):
    topic = TopicFactory(slug="night")
    shelf("events")
    PolicyPageFactory(title="A & <b>", topics=[topic], credits="")
    never_dated = PracticePageFactory(topics=[topic])
    type(never_dated).objects.filter(pk=never_dated.pk).update(
        first_published_at=None, last_published_at=None
    )

    assert faults(client.get(address).content) == []


@pytest.mark.parametrize(
    "address",
    ["/feed.atom", "/practices/feed.atom", "/topics/night/feed.atom", "/search.atom?q="],
)
def test_a_sign_that_nobody_can_read_breaks_no_feed(client, address):
    practice = PracticePageFactory(topics=[TopicFactory(name="At\x0bnight", slug="night")])
    stored = ResourcePage.objects.filter(pk=practice.pk)
    stored.update(summary="Two\x0blines\ufffe", credits="A\x01 team")
    Page.objects.filter(pk=practice.pk).update(title="Calls\x0bat night")

    assert faults(client.get(address).content) == []


def test_a_feed_tells_words_apart_that_a_strange_line_break_parted(client):
    practice = PracticePageFactory()
    Page.objects.filter(pk=practice.pk).update(title="Calls\x0bat night")

    assert titles(client.get("/practices/feed.atom")) == ["Calls at night"]


def test_a_sign_that_nobody_can_read_breaks_nothing_else(client):
    practice = PracticePageFactory()
    event = EventPageFactory(starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))
    for page in (practice, event):
        ResourcePage.objects.filter(pk=page.pk).update(summary="Two\x0blines")
        Page.objects.filter(pk=page.pk).update(title="Calls\x0b\x01at night")

    calendar = client.get("/events/calendar.ics").content
    rows = client.get("/practices/list.csv").getvalue()
    ris = client.get(f"/cite/{practice.pk}.ris").content
    items = client.get("/api/v2/pages/").json()["items"]
    script = re.search(r'ld\+json">(.*?)</script>', client.get(practice.url).text, re.DOTALL)

    assert not [text for text in (calendar, rows, ris) if b"\x0b" in text or b"\x01" in text]
    assert str(Calendar.from_ical(calendar).events[0]["SUMMARY"]) == "Calls  at night"
    assert len(items) == 2
    assert json.loads(script[1])["@context"]


def test_an_editor_cannot_put_such_a_sign_into_a_title_or_summary():
    practice = PracticePageFactory(title="Calls\x0bat night\x0b", summary="Two\x0blines")

    assert (practice.title, practice.summary) == ("Calls at night", "Two lines")
    with pytest.raises(ValidationError):
        PracticePageFactory(title="\x0b", slug="x")


def test_what_changed_last_comes_first_again(client):
    old, new = PracticePageFactory(title="Old"), PracticePageFactory(title="New")
    assert titles(client.get("/feed.atom")) == [new.title, old.title]

    confirm(old, by=editor(), at=timezone.now())

    response = client.get("/feed.atom")
    old.refresh_from_db()
    assert titles(response) == ["Old", "New"]
    updated = entries(response)[0].findtext(f"{ATOM}updated")
    assert datetime.fromisoformat(updated) == old.changed_at
    assert f"<lastmod>{old.changed_at:%Y-%m-%d}</lastmod>" in client.get("/sitemap-pages.xml").text


def test_the_check_of_feeds_finds_what_is_wrong():
    bare = b'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><entry/></feed>'

    assert {"feed: 0 times updated", "feed: x is not whole", "entry 1: 0 times id"} <= set(
        faults(bare)
    )


def test_an_entry_keeps_its_id_and_says_what_it_is(client):
    practice = PracticePageFactory(
        title="A & B", summary="<Summary>", topics=[TopicFactory(name="Night")], is_sample=True
    )

    response = client.get("/practices/feed.atom")
    (entry,) = entries(response)

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{practice.translation_key}"
    assert entry.findtext(f"{ATOM}title") == "Sample: A & B"
    assert entry.findtext(f"{ATOM}summary") == "<Summary>"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "National Co-Responder Consortium"
    terms = {category.get("term") for category in entry.findall(f"{ATOM}category")}
    assert terms == {"Promising practice", "Night"}
    assert 'rel="self"' in response.text


@pytest.mark.parametrize("address", ["/practices/feed.atom", "/feed.atom", "/api/v2/pages/"])
def test_whoever_has_it_already_gets_304(client, address):
    PracticePageFactory()
    first = client.get(address)

    same = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "address", ["/practices/feed.atom", "/events/calendar.ics", "/llms.txt", "/api/v2/pages/"]
)
def test_a_member_gets_the_same_bytes_and_no_cookie(client, member_client, address):
    shelf("events")
    members_only(PracticePageFactory(title="For members"))
    PracticePageFactory(title="For all")

    anonymous, member = client.get(address), member_client.get(address)

    assert anonymous.content == member.content
    assert not member.cookies
    # One copy for all strangers; what a browser with a session got is for that browser alone.
    assert "Cookie" not in anonymous.headers.get("Vary", "")
    assert member.headers["Cache-Control"] == "private, no-store"
    assert b"For members" not in member.content


def test_a_feed_costs_the_same_however_many_there_are(client, django_assert_max_num_queries):
    client.get("/feed.atom")
    for number in range(12):
        PracticePageFactory(topics=[TopicFactory(name=f"T{number}")])

    with django_assert_max_num_queries(8):
        assert len(titles(client.get("/practices/feed.atom"))) == 12


def test_what_is_not_there_has_no_feed(client):
    members_only(shelf("practices"))

    for address in ("/practices/feed.atom", "/no-such/feed.atom", "/topics/x/feed.atom"):
        assert client.get(address).status_code == 404


def test_a_calendar_to_subscribe_to_holds_what_comes_and_what_was_lately(client):
    now = timezone.now()
    for title, days in (("Next week", 7), ("Last month", -30), ("Long ago", -200)):
        starts = now + timedelta(days=days)
        EventPageFactory(title=title, starts_at=starts, ends_at=starts + timedelta(hours=1))
    members_only(EventPageFactory(title="Closed", starts_at=now, ends_at=now + timedelta(hours=1)))

    response = client.get("/events/calendar.ics")
    calendar = Calendar.from_ical(response.content)

    assert [str(event["SUMMARY"]) for event in calendar.events] == ["Last month", "Next week"]
    assert calendar["X-WR-CALNAME"] == "Co-Responder Hub: events"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in response.content
    assert len({str(event["UID"]) for event in calendar.events}) == 2
    assert len(calendar.timezones) == 1
    assert all({"UID", "DTSTAMP", "DTSTART", "DTEND"} <= set(event) for event in calendar.events)
    assert {"PRODID", "VERSION"} <= set(calendar)
    assert not calendar.errors


def test_a_changed_event_counts_up(client):
    first = datetime(2026, 6, 1, tzinfo=UTC)
    event = EventPageFactory(starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1))
    type(event).objects.filter(pk=event.pk).update(
        first_published_at=first, last_published_at=first + timedelta(hours=2)
    )

    (entry,) = Calendar.from_ical(client.get("/events/calendar.ics").content).events

    assert entry["SEQUENCE"] == 120
