from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms

from .models import Follow, MailSettings

# The zones where the hub's readers live, first; then all the others.
NEAR = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
)
NEAR_WORDS = {
    "America/New_York": "Eastern time (New York)",
    "America/Chicago": "Central time (Chicago)",
    "America/Denver": "Mountain time (Denver)",
    "America/Phoenix": "Arizona (Phoenix)",
    "America/Los_Angeles": "Pacific time (Los Angeles)",
    "America/Anchorage": "Alaska (Anchorage)",
    "Pacific/Honolulu": "Hawaii (Honolulu)",
    "America/Puerto_Rico": "Atlantic time (Puerto Rico)",
    "Pacific/Guam": "Chamorro time (Guam)",
}


@lru_cache
def time_zones() -> list[Any]:
    others = sorted(
        name for name in available_timezones() - set(NEAR) if "/" in name and name[0].isupper()
    )
    readable = [(name, name.replace("_", " ").replace("/", ", ")) for name in others]
    return [
        ("In the United States", [(name, NEAR_WORDS[name]) for name in NEAR]),
        ("Elsewhere", readable),
    ]


def hours() -> list[tuple[int, str]]:
    return [(hour, f"{hour % 12 or 12}:00 {'a.m.' if hour < 12 else 'p.m.'}") for hour in range(24)]


class FollowForm(forms.Form):
    """How closely to follow, or not any more."""

    STOP = "stop"

    level = forms.ChoiceField(choices=[*Follow.Level.choices, (STOP, "Stop following")])


class MailSettingsForm(forms.ModelForm):
    class Meta:
        model = MailSettings
        fields = [
            "sends_at_once",
            "gets_review_lists",
            "digest",
            "digest_weekday",
            "digest_hour",
            "time_zone",
        ]
        widgets = {
            "digest": forms.RadioSelect,
            "digest_weekday": forms.Select(attrs={"class": "input input--auto"}),
        }
        labels = {"digest": "A digest of everything that is new", "time_zone": "Your time zone"}

    digest_hour = forms.TypedChoiceField(
        label="Hour",
        coerce=int,
        choices=hours,
        widget=forms.Select(attrs={"class": "input input--auto"}),
    )
    time_zone = forms.ChoiceField(
        label="Your time zone",
        choices=time_zones,
        widget=forms.Select(attrs={"class": "input", "data-time-zone": ""}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.person.has_perm("wagtailadmin.access_admin"):
            # Members look after no pages.
            del self.fields["gets_review_lists"]
