from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from hub.core.models import BasePageManager
from hub.core.open_data import open_fields
from hub.core.structured_data import Absolute, Node, Shown, node, organization
from hub.resources.facets import ChoiceFacet, PlaceFacet, TermFacet, TopicFacet
from hub.resources.models import ResourceIndexPage, ResourcePage, ResourceQuerySet
from hub.resources.orders import Sort
from hub.resources.structured_data import thing, topics
from hub.taxonomy.models import Vocabulary


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Write a time zone such as America/Chicago.")


class EventQuerySet(ResourceQuerySet):
    def upcoming(self, at):
        return self.filter(ends_at__gte=at)

    def past(self, at):
        return self.filter(ends_at__lt=at)

    def soonest_first(self):
        return self.order_by("starts_at", "pk")

    def latest_first(self):
        return self.order_by("-starts_at", "-pk")


class EventPage(ResourcePage):
    """Something that happens at a time, said in the time of the place where it happens."""

    class Kind(models.TextChoices):
        WEBINAR = "webinar", "Webinar"
        OFFICE_HOUR = "office-hour", "Office hour"
        CONFERENCE = "conference", "Conference"
        SITE_VISIT = "site-visit", "Site-visit day"
        HEARING = "hearing", "Hearing"

    kind = models.CharField(max_length=16, choices=Kind, default=Kind.WEBINAR)
    starts_at = models.DateTimeField("starts", db_index=True)
    ends_at = models.DateTimeField("ends", db_index=True)
    time_zone = models.CharField(
        max_length=64, default="America/New_York", validators=[validate_time_zone]
    )
    location = models.CharField("place", max_length=250, blank=True)
    online_url = models.URLField("online at", blank=True)
    host = models.CharField(max_length=160, blank=True)
    registration_url = models.URLField("register at", blank=True)
    cost = models.CharField(max_length=80, blank=True)
    ce_credit = models.CharField("continuing education credit", max_length=120, blank=True)
    recording_url = models.URLField("recording", blank=True)
    has_captions = models.BooleanField("captions", default=False)
    capacity = models.PositiveIntegerField(null=True, blank=True)

    objects = BasePageManager.from_queryset(EventQuerySet)()

    brief_fields = {
        "when_text": "When",
        "location": "Place",
        "host": "Host",
        "cost": "Cost",
        "body": "More",
    }
    kind_label = "Event"
    kind_icon = "calendar-today"
    related_headings = {"eventpage": "Other events"}
    open_columns = (
        "kind",
        "starts_at",
        "ends_at",
        "time_zone",
        "location",
        "online_url",
        "host",
        "registration_url",
        "cost",
        "ce_credit",
        "recording_url",
        "has_captions",
        "capacity",
    )
    api_fields = [*ResourcePage.api_fields, *open_fields(open_columns)]
    parent_page_types = ["events.EventIndexPage"]
    content_panels = [
        *ResourcePage.content_panels[:2],
        MultiFieldPanel(
            ["kind", FieldRowPanel(["starts_at", "ends_at"]), "time_zone"], heading="When"
        ),
        MultiFieldPanel(["location", "online_url", "host"], heading="Where"),
        MultiFieldPanel(
            ["registration_url", FieldRowPanel(["cost", "capacity"]), "ce_credit"],
            heading="Taking part",
        ),
        MultiFieldPanel(["recording_url", "has_captions"], heading="Afterward"),
        FieldPanel("body", heading="More"),
    ]
    search_fields = [*ResourcePage.search_fields, index.SearchField("location")]

    class Meta:
        verbose_name = "event"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")),
                name="event_ends_after_it_starts",
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": "The event must end after it starts."})

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        return thing(
            self,
            "Event",
            startDate=self.local_start,
            endDate=self.local_end,
            eventStatus="https://schema.org/EventScheduled",
            eventAttendanceMode=self._attendance,
            location=self._locations(),
            organizer=organization(self.host) if self.host else None,
            maximumAttendeeCapacity=self.capacity,
            about=topics(shown, absolute),
        )

    @property
    def _attendance(self) -> str:
        if not self.location and not self.online_url:
            return ""
        way = "Mixed" if self.location and self.online_url else "Offline"
        way = "Online" if not self.location else way
        return f"https://schema.org/{way}EventAttendanceMode"

    def _locations(self) -> list[Node]:
        hall = [node("Place", name=self.location, address=self.location)] if self.location else []
        online = [node("VirtualLocation", url=self.online_url)] if self.online_url else []
        # An event must lie somewhere, for those who read such data.
        unknown = node("Place", name="To be announced", address="To be announced")
        return [*hall, *online] or [unknown]

    def get_calendar_url(self) -> str:
        return reverse("events:calendar", args=[self.slug])

    @property
    def local_start(self):
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def local_end(self):
        return self.ends_at.astimezone(ZoneInfo(self.time_zone))

    @property
    def starts_text(self) -> str:
        return format_date(self.local_start, "l, F j, Y, g:i a")

    @property
    def ends_text(self) -> str:
        """The day only if it is another than that of the start."""
        is_same_day = self.local_start.date() == self.local_end.date()
        return format_date(self.local_end, "g:i a" if is_same_day else "l, F j, Y, g:i a")

    @property
    def time_zone_name(self) -> str:
        """America/Chicago as people write it: Chicago time (CDT)."""
        city = self.time_zone.rpartition("/")[2].replace("_", " ")
        return f"{city} time ({self.local_start:%Z})"

    @property
    def when_text(self) -> str:
        return f"{self.starts_text} to {self.ends_text}, {self.time_zone_name}"

    @property
    def is_past(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def recording_text(self) -> str:
        return "Watch the recording" + (" (with captions)" if self.has_captions else "")

    @property
    def card_kind(self) -> str:
        return self.get_kind_display()

    @property
    def row_facts(self) -> list[str]:
        when = f"{self.starts_text}, {self.time_zone_name}"
        return [fact for fact in (when, self.location) if fact]


class EventIndexPage(ResourceIndexPage):
    kind_label = "Events"
    listed_model = EventPage
    facets = (
        ChoiceFacet(
            "kind", "Kind", is_open=True, field="kind", choices=tuple(EventPage.Kind.choices)
        ),
        TopicFacet(),
        TermFacet(Vocabulary.DISCIPLINE, "Discipline"),
        TermFacet(Vocabulary.COMMUNITY_TYPE, "Community"),
        PlaceFacet(),
    )
    sorts = (
        Sort("soonest", "Soonest first", lambda events: events.soonest_first()),
        Sort("latest", "Latest first", lambda events: events.latest_first()),
    )
    empty_text = "No events are planned right now."
    empty_text_past = "No event has taken place yet."
    subpage_types = ["events.EventPage"]

    def get_pages(self, request):
        pages = super().get_pages(request)
        now = timezone.now()
        return pages.past(now) if self._asks_for_past(request) else pages.upcoming(now)

    def get_sorts(self, request):
        # Of what is over, the latest is the most wanted.
        return self.sorts[::-1] if self._asks_for_past(request) else self.sorts

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        shows_past = self._asks_for_past(request)
        context["shows_past"] = shows_past
        context["kept_when"] = "past" if shows_past else ""
        context["empty_text"] = self.empty_text_past if shows_past else self.empty_text
        return context

    @staticmethod
    def _asks_for_past(request) -> bool:
        return request.GET.get("when") == "past"
