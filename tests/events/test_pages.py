from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import EventPageFactory

pytestmark = pytest.mark.django_db

LAST_YEAR = datetime.now(UTC) - timedelta(days=365)


def test_the_shelf_shows_what_is_to_come_and_on_request_what_has_been(client):
    EventPageFactory(title="Next week")
    EventPageFactory(title="Last year", starts_at=LAST_YEAR)

    coming = client.get("/events/").content.decode()
    past = client.get("/events/", {"when": "past"}).content.decode()

    assert "Next week" in coming
    assert "Last year" not in coming
    assert "Last year" in past
    assert "Next week" not in past


def test_filtering_what_has_been_does_not_lead_back_to_what_is_to_come(client):
    EventPageFactory(starts_at=LAST_YEAR)

    content = client.get("/events/", {"when": "past"}).content.decode()

    assert '<input type="hidden" name="when" value="past">' in content


def test_of_what_has_been_the_latest_comes_first(client):
    EventPageFactory(title="Long ago", starts_at=LAST_YEAR - timedelta(days=30))
    EventPageFactory(title="Not so long ago", starts_at=LAST_YEAR)

    content = client.get("/events/", {"when": "past"}).content.decode()

    assert content.index("Not so long ago") < content.index("Long ago")


def test_a_time_is_said_as_at_the_place(client):
    starts = datetime(2099, 7, 1, 18, 0, tzinfo=UTC)
    event = EventPageFactory(starts_at=starts, ends_at=starts + timedelta(minutes=90))

    content = client.get(event.get_absolute_url()).content.decode()

    assert "Wednesday, July 1, 2099, 1:00 p.m.</time>" in content
    assert "2:30 p.m.</time>" in content
    assert 'datetime="2099-07-01T13:00:00-05:00"' in content
    assert "Chicago time (CDT)" in content


def test_an_event_of_two_days_names_both(client):
    starts = datetime(2099, 7, 1, 18, 0, tzinfo=UTC)
    event = EventPageFactory(starts_at=starts, ends_at=starts + timedelta(days=1))

    content = client.get(event.get_absolute_url()).content.decode()

    assert "Thursday, July 2, 2099, 1:00 p.m.</time>" in content


def test_before_it_one_can_register_and_keep_the_date(client):
    event = EventPageFactory(registration_url="https://example.org/register")

    content = client.get(event.get_absolute_url()).content.decode()

    assert 'href="https://example.org/register"' in content
    assert f'href="{event.get_calendar_url()}"' in content


def test_after_it_there_is_the_recording_and_nothing_to_register_for(client):
    event = EventPageFactory(
        starts_at=LAST_YEAR,
        registration_url="https://example.org/register",
        recording_url="https://example.org/recording",
        has_captions=True,
    )

    content = client.get(event.get_absolute_url()).content.decode()

    assert "This event is over." in content
    assert "Watch the recording (with captions)" in content
    assert "https://example.org/register" not in content
