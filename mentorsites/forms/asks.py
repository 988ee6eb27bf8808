"""Offering a question to a site, and passing it with a reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forums.forms_knowledge import CheckedForm

from ..models import SiteAsk

SOMETHING_ELSE = "other"
REASONS = {
    "not-ours": "This is not something we do",
    "no-time": "We have no time for it at the moment",
    "call": "It is better talked about: please send us a request",
    "said": "The answers here say what we would say",
    SOMETHING_ELSE: "Something else",
}
# As many sites as somebody reads through; the others are found by their name.
MOST_OFFERED = 20


class FindForm(forms.Form):
    q = forms.CharField(
        label="Find a site by its name or agency",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input"}),
    )


class OfferForm(forms.Form):
    site: Any = forms.ModelChoiceField(
        None,
        label="Which site should answer?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose a site.",
            "invalid_choice": "That site cannot be asked at the moment. Choose another.",
        },
    )

    def __init__(self, *args: Any, sites: Any, words: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        # Whatever is on the list now: any of them can be chosen.
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.shown = list(_named(sites, words)[:MOST_OFFERED])

    @property
    def chosen(self) -> str:
        return str(self["site"].value() or "")


def _named(sites: Any, words: str) -> Any:
    for word in words.split()[:5]:
        sites = sites.filter(title__icontains=word) | sites.filter(lead_agency__icontains=word)
    return sites


class PassForm(CheckedForm):
    CHECKED = ("words",)

    reason = forms.ChoiceField(
        label="Why do you pass?",
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason. One click is enough."},
    )
    words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=120,
        help_text="Everybody who reads the question sees the reason and these words.",
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reason") == SOMETHING_ELSE and not cleaned.get("words", "").strip():
            self.add_error("words", ValidationError("Say in a few words what it is."))
        return cleaned

    @property
    def said(self) -> str:
        """The reason as it is shown."""
        reason, words = self.cleaned_data["reason"], self.cleaned_data["words"].strip()
        if reason == SOMETHING_ELSE:
            return words
        longest = SiteAsk._meta.get_field("reason").max_length
        return (f"{REASONS[reason]}. {words}" if words else REASONS[reason])[:longest]
