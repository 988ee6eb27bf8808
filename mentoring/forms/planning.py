"""When, where, who comes, and the form that each of them reads first."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from hub.core.form_fields import RowsField
from hub.notifications.forms import time_zones

from ..models import Attendee, VisitPlan
from .checked import INPUT, CheckedForm, long_text

NAME_LONGEST = 120
AGENDA = """1. Who we are, in two minutes each
2. What the guests came to ask
3. How the hosts do it: a day, the people, the paperwork
4. What did not work
5. What each side takes home, and whether to talk again"""
DATE = forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")


def clock_time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={**INPUT, "type": "time"}, format="%H:%M"),
        error_messages={"required": "Enter a time such as 14:30.", "invalid": "As in 14:30."},
    )


def people(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        help_text="One person a line: name, role. Staff and guests only, nobody who is served.",
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )


class PlanForm(CheckedForm):
    """A call or a visit. Both sides may fill it in; whoever sends it last is what counts."""

    CHECKED = ("agenda",)

    kind = forms.ChoiceField(
        label="What is it?", choices=VisitPlan.Kind.choices, widget=forms.RadioSelect
    )
    day = forms.DateField(label="Day", widget=DATE)
    starts = clock_time("From")
    ends = clock_time("Until")
    time_zone = forms.ChoiceField(
        label="In which time zone?", choices=time_zones, widget=forms.Select(attrs=INPUT)
    )
    where = forms.CharField(
        label="Where, or how to dial in",
        max_length=300,
        required=False,
        help_text="Only the two sides and the network’s team read it.",
        widget=forms.TextInput(attrs=INPUT),
    )
    agenda = long_text("Agenda", most=2000, rows=7, required=False)
    guests = people("Who comes from the program that asked?")
    hosts = people("Who is there from the site?")
    asks_for_confidentiality = forms.BooleanField(
        label="Everybody reads and accepts the confidentiality form before the day",
        required=False,
    )
    # Of the plan that the page was made from.
    sequence = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, at: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at = at

    def clean_guests(self) -> list[tuple[str, str]]:
        return _listed(self.cleaned_data["guests"])

    def clean_hosts(self) -> list[tuple[str, str]]:
        return _listed(self.cleaned_data["hosts"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("day")
        if day and day < self._today():
            self.add_error("day", "This day has passed.")
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "It ends after it begins.")
        comes = [*cleaned.get("guests", []), *cleaned.get("hosts", [])]
        if len(comes) > VisitPlan.MOST_ATTENDEES:
            self.add_error(
                "hosts", f"{VisitPlan.MOST_ATTENDEES} people at most, so that a team can host them."
            )
        return cleaned

    def _today(self) -> date:
        """Where the visit is; the hub's day as long as no zone was chosen."""
        name = self.cleaned_data.get("time_zone")
        return localdate(self.at, ZoneInfo(name) if name else None)

    @property
    def seen(self) -> int | None:
        """The sequence of the plan that the writer saw."""
        return self.cleaned_data["sequence"]

    def has_seen(self, sequence: int) -> None:
        """What was refused, because the plan was changed meanwhile, can be sent again."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("sequence")] = str(sequence)
        self.data = data

    @property
    def plan(self) -> dict[str, Any]:
        """What schedule() takes: moments instead of a day and two times."""
        cleaned = self.cleaned_data
        kept = ("kind", "time_zone", "where", "agenda", "asks_for_confidentiality")
        return {name: cleaned[name] for name in kept} | {
            "starts_at": self._moment(cleaned["starts"]),
            "ends_at": self._moment(cleaned["ends"]),
        }

    def _moment(self, clock: time) -> datetime:
        zone = ZoneInfo(self.cleaned_data["time_zone"])
        return datetime.combine(self.cleaned_data["day"], clock, tzinfo=zone).astimezone(UTC)

    @property
    def attendees(self) -> list[tuple[str, str, str]]:
        """(side, name, role) for schedule()."""
        sides = ((Attendee.Side.REQUESTER, "guests"), (Attendee.Side.SITE, "hosts"))
        return [
            (side.value, name, role) for side, field in sides for name, role in self.answers[field]
        ]


def initial_of(plan: VisitPlan, attendees: list[Attendee]) -> dict[str, Any]:
    """The plan as the form shows it, in its own time zone."""
    zone = ZoneInfo(plan.time_zone)
    starts, ends = plan.starts_at.astimezone(zone), plan.ends_at.astimezone(zone)
    kept = ("kind", "time_zone", "where", "agenda", "asks_for_confidentiality")
    return {name: getattr(plan, name) for name in kept} | {
        "sequence": plan.sequence,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "guests": _as_lines(attendees, Attendee.Side.REQUESTER),
        "hosts": _as_lines(attendees, Attendee.Side.SITE),
    }


def _as_lines(attendees: list[Attendee], side: str) -> str:
    return "\n".join(
        ", ".join(part for part in (one.name, one.role) if part)
        for one in attendees
        if one.side == side
    )


def _listed(text: str) -> list[tuple[str, str]]:
    """(name, role) by line; the same name twice is one person."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        name, _, role = (part.strip() for part in line.partition(","))
        if len(name) > NAME_LONGEST or len(role) > NAME_LONGEST:
            raise ValidationError("Please keep each name and role to 120 characters.")
        if name:
            found.setdefault(name, role)
    return list(found.items())


class AcceptedForm(forms.Form):
    """Of one's own side: who has read and accepted the form."""

    who = RowsField(
        Attendee.objects.none(),
        label="Read and accepted by",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick who has read and accepted it."},
    )

    def __init__(self, data: Any = None, *, attendees: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["who"].queryset = attendees  # type: ignore[attr-defined]
        self.fields["who"].label_from_instance = _named  # type: ignore[attr-defined]


def _named(attendee: Attendee) -> str:
    return f"{attendee.name}, {attendee.role}" if attendee.role else attendee.name
