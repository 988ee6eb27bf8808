"""What came of it: words for everybody if both sides want it, words for the two sides, thanks."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ..models import Completion, FollowUp
from .checked import INPUT, CheckedForm, long_text

ShownAs = Completion.ShownAs
SCORES = [
    (5, "5 – very helpful"),
    (4, "4"),
    (3, "3 – some of it"),
    (2, "2"),
    (1, "1 – not helpful"),
]


class PublicPartForm(CheckedForm):
    """Five lines for everybody. Both sides agree to exactly this text before anybody sees it."""

    CHECKED: tuple[str, ...] = ("public_title", "public_text")

    shown_as = forms.ChoiceField(
        label="May others learn from it?", choices=ShownAs.choices, widget=forms.RadioSelect
    )
    public_title = forms.CharField(
        label="Title of the public part",
        max_length=120,
        required=False,
        help_text="For example: What we asked about night shifts, and what we learned.",
        widget=forms.TextInput(attrs=INPUT),
    )
    public_text = long_text(
        "Five lines for everybody",
        most=1200,
        rows=6,
        required=False,
        help_text=(
            "What was asked, what you learned, what you would do tomorrow. No persons, and nothing "
            "that the other side would not say in public."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("shown_as") not in (None, ShownAs.NOTHING):
            for name, words in (
                ("public_title", "Give it a title."),
                ("public_text", "Write the lines that others will read."),
            ):
                if name not in self.errors and not str(cleaned.get(name) or "").strip():
                    self.add_error(name, words)
        return cleaned

    @property
    def public_part(self) -> dict[str, Any]:
        names = ("shown_as", "public_title", "public_text")
        return {name: self.cleaned_data[name] for name in names}


class FinishForm(PublicPartForm):
    """When it took place, and what each side wants to remember."""

    CHECKED = ("public_title", "public_text", "private_words")

    happened_on = forms.DateField(
        label="When was it?",
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day, or the last day if there were several."},
    )
    private_words = long_text(
        "Words between us",
        most=2000,
        required=False,
        help_text="The two sides and the network’s team read them. Leave out persons served.",
    )

    field_order = ("happened_on", "shown_as", "public_title", "public_text", "private_words")

    def __init__(self, *args: Any, at: datetime, sent_at: datetime, **options: Any) -> None:
        """`sent_at` is when the request was sent: nothing happened before."""
        super().__init__(*args, **options)
        self.today = timezone.localdate(at)
        self.sent_on = timezone.localdate(sent_at)

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        if day > self.today:
            raise ValidationError("This day is still to come.")
        if day < self.sent_on:
            raise ValidationError("On this day the request was not sent yet.")
        return day


class FollowUpForm(CheckedForm):
    CHECKED = ("words",)

    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=FollowUp.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes closest."},
    )
    words = long_text("In a few words", most=1000, required=False)


class RateForm(CheckedForm):
    CHECKED = ("words",)

    score = forms.TypedChoiceField(
        label="How helpful was it?",
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a number from 1 to 5."},
    )
    words = long_text("What should we know?", most=1000, required=False)
