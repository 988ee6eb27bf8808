"""Events as iCalendar files, each in the time of the place where it happens."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from hub.core.signs import without_controls

from .models import EventPage

PRODUCT = "-//National Co-Responder Consortium//Co-Responder Hub//EN"
NAME = "Co-Responder Hub: events"
# How often calendar programs look again.
LOOKED_AT_EVERY = timedelta(hours=12)


def to_calendar(event: EventPage, address: str) -> bytes:
    """The bytes of a calendar with this one event; `address` is the page's full address."""
    return _written(Calendar(), [_entry(event, address)])


def to_subscription(events: Iterable[EventPage], absolute: Callable[[str], str]) -> bytes:
    """A calendar to subscribe to; `absolute` makes a whole address of a path."""
    calendar = Calendar()
    calendar.add("x-wr-calname", NAME)
    calendar.add("name", NAME)
    calendar.add("refresh-interval", LOOKED_AT_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", LOOKED_AT_EVERY)
    return _written(calendar, [_entry(one, absolute(one.get_absolute_url())) for one in events])


def _written(calendar: Calendar, entries: list[Event]) -> bytes:
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for entry in entries:
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(event: EventPage, address: str) -> Event:
    """The UID stays for as long as the page lives, so what comes later replaces what came first."""
    zone = ZoneInfo(event.time_zone)
    entry = Event()
    entry.add("uid", f"event-{event.pk}@{address.split('/')[2]}")
    entry.add("dtstamp", event.last_published_at or event.starts_at)
    entry.add("sequence", _version(event))
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    title = f"Sample: {event.title}" if event.is_sample else event.title
    entry.add("summary", without_controls(title))
    entry.add("description", without_controls(f"{event.summary}\n\n{address}"))
    entry.add("url", address)
    if event.location or event.online_url:
        entry.add("location", without_controls(event.location or event.online_url))
    return entry


def _version(event: EventPage) -> int:
    """A number that grows with each publication: the minutes since the first one."""
    if not event.first_published_at or not event.last_published_at:
        return 0
    return max(0, int((event.last_published_at - event.first_published_at).total_seconds() // 60))
