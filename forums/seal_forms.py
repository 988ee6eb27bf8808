"""Asking to open an alias, and asking to erase a post: a reason from a list, and a few words."""

from typing import Any

from django import forms

from .models import Purge, SealOpening

INPUT = {"class": "input"}


class SealForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why must it be known who wrote this?",
        choices=SealOpening.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason.", "invalid_choice": "Choose a reason."},
    )
    note = forms.CharField(
        label="What happened?",
        help_text="The second officer decides by what you write here. No names of people served.",
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 4}),
        error_messages={"required": "Write down what happened, in a sentence or two."},
    )
    court_forbids_telling = forms.BooleanField(
        label="A court forbids telling the author",
        help_text="Only together with a court order. Otherwise the author is told.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("court_forbids_telling") and data.get("reason") != SealOpening.Reason.COURT:
            self.add_error(
                "court_forbids_telling", "Only a court can forbid it. Choose the court order above."
            )
        return data


class PurgeForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why must nothing of it be left?",
        choices=Purge.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason.", "invalid_choice": "Choose a reason."},
    )
    is_sure = forms.BooleanField(
        label="I know that this cannot be undone",
        error_messages={"required": "Tick the box: it cannot be undone."},
    )
