"""Help that happened outside the hub, in two minutes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hub.core.form_fields import RowField, RowsField
from hub.taxonomy.fields import TopicsField
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary
from mentorsites.models import MentorSitePage

from ..models import OffHubHelp
from .checked import INPUT, CheckedForm

Kind = OffHubHelp.Kind
# A week: longer help is several entries.
MOST_MINUTES = 7 * 24 * 60
FIELDS = ("kind", "happened_on", "site", "place", "community_types", "topics", "minutes", "note")


class OffHubForm(CheckedForm):
    CHECKED = ("note",)

    kind = forms.ChoiceField(
        label="What was it?",
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it was."},
    )
    happened_on = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the day.", "invalid": "Write the day as 2026-01-31."},
    )
    site = RowField(
        MentorSitePage.objects.none(),
        label="Site that helped",
        required=False,
        empty_label="The network itself, or another",
        widget=forms.Select(attrs=INPUT),
    )
    place = RowField(
        Jurisdiction.objects.on_the_map().by_name(),
        label="State or territory that was helped",
        required=False,
        empty_label="Not known",
        widget=forms.Select(attrs=INPUT),
    )
    community_types = RowsField(
        Term.objects.of(Vocabulary.COMMUNITY_TYPE).in_order(),
        label="Community",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = TopicsField(
        Topic.objects.order_by("name", "pk"),
        label="Topics",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={**INPUT, "inputmode": "numeric"}),
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=300,
        help_text="For the network’s staff. No names of persons, please.",
        widget=forms.TextInput(attrs=INPUT),
    )

    def __init__(
        self, *args: Any, sites: Any, today: date, known: OffHubHelp | None = None, **options: Any
    ) -> None:
        options["initial"] = _answers(known) if known else {"happened_on": today}
        super().__init__(*args, **options)
        self.today = today
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    def clean_happened_on(self) -> date:
        day: date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise ValidationError("This day has not come yet.")
        return day


def _answers(known: OffHubHelp) -> dict[str, Any]:
    many = {name: list(getattr(known, name).all()) for name in ("community_types", "topics")}
    return {name: getattr(known, name) for name in FIELDS} | many
