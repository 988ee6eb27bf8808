"""An event as an iCalendar file, in the time of the place where it happens."""

from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from .models import EventPage

PRODUCT = "-//National Co-Responder Consortium//Co-Responder Hub//EN"


def to_calendar(event: EventPage, address: str) -> bytes:
    """The bytes of a calendar with this one event; `address` is the page's full address.

    The UID stays the same for as long as the page lives, so a second download replaces the first.
    """
    zone = ZoneInfo(event.time_zone)
    entry = Event()
    entry.add("uid", f"event-{event.pk}@{address.split('/')[2]}")
    entry.add("dtstamp", event.last_published_at or event.starts_at)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", event.title)
    entry.add("description", f"{event.summary}\n\n{address}")
    entry.add("url", address)
    if event.location or event.online_url:
        entry.add("location", event.location or event.online_url)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()
