"""What is wrong, in a choice and a few words if somebody wants to add them."""

from typing import Any

from django import forms

from .models import Report

INPUT = {"class": "input"}
NOTE_HINT = (
    "Only reviewers read it. Please do not repeat names or details that could identify somebody."
)


def note_field() -> forms.CharField:
    return forms.CharField(
        label="What should we know?",
        help_text=NOTE_HINT,
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
        error_messages={"max_length": "Please keep it to 500 characters."},
    )


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="What is wrong?",
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong.", "invalid_choice": "Choose one."},
    )
    note = note_field()


class ProfileReportForm(forms.Form):
    REASONS = [
        ("unkind", "Something on the page is unkind"),
        ("not them", "They are not who they say they are"),
        ("identifies", "It could identify a person who was served"),
        ("conduct", "They behave badly toward others"),
        ("other", "Something else"),
    ]

    reason = forms.ChoiceField(
        label="What is wrong?",
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong.", "invalid_choice": "Choose one."},
    )
    note = note_field()

    def words(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "note": self.cleaned_data["note"]}
