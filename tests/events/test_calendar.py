from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from tests.factories import EventPageFactory

pytestmark = pytest.mark.django_db


def test_an_event_goes_into_a_calendar_in_the_time_of_its_place(client):
    event = EventPageFactory(
        title="Office hour, with “quotes”",
        starts_at=datetime(2026, 7, 1, 18, 0, tzinfo=UTC),
        time_zone="America/Chicago",
        location="Sample hall",
    )

    answer = client.get(event.get_calendar_url())
    (entry,) = Calendar.from_ical(answer.content).events

    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert entry["SUMMARY"] == event.title
    assert entry["LOCATION"] == "Sample hall"
    assert entry.start == datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
    assert entry["DTSTART"].params["TZID"] == "America/Chicago"
    assert entry["URL"].endswith(event.get_absolute_url())


def test_a_draft_event_has_no_calendar(client):
    event = EventPageFactory(live=False)

    assert client.get(event.get_calendar_url()).status_code == 404
