"""A call or a visit as an iCalendar file, in the time zone that was agreed on."""

from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from .models import VisitPlan

PRODUCT = "-//National Co-Responder Consortium//Co-Responder Hub//EN"


def visit_calendar(plan: VisitPlan, *, title: str, address: str) -> bytes:
    """The bytes of a calendar with this one entry; `address` is the request's full address.

    A later file with a higher SEQUENCE replaces an earlier one. It names nobody who comes along,
    and holds nothing of what was asked: calendars are read by more people than requests.
    """
    zone = ZoneInfo(plan.time_zone)
    entry = Event()
    entry.add("uid", f"mentor-request-{plan.request_id}@{address.split('/')[2]}")
    entry.add("dtstamp", plan.changed_at)
    entry.add("last-modified", plan.changed_at)
    entry.add("sequence", plan.sequence)
    entry.add("dtstart", plan.starts_at.astimezone(zone))
    entry.add("dtend", plan.ends_at.astimezone(zone))
    entry.add("summary", title)
    entry.add("description", "\n\n".join(part for part in (plan.agenda, address) if part))
    entry.add("url", address)
    entry.add("class", "PRIVATE")
    if plan.where:
        entry.add("location", plan.where)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return calendar.to_ical()
