"""What either side says with few words: yes, no, and taking something back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hub.core.form_fields import RowField
from mentorsites.models import MentorSitePage

from ..models import MentorRequest, RequestMessage
from .checked import INPUT, CheckedForm, long_text

WORDS_LONGEST = 500
Reason = MentorRequest.Reason


class MessageForm(CheckedForm):
    """A message to the other side, or to the network’s team."""

    CHECKED = ("text",)

    to = forms.ChoiceField(
        label="To whom?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who reads it.",
            "invalid_choice": "It is with somebody else now. Choose again who reads it.",
        },
    )
    text = long_text("Write a message", most=4000, missing="Write at least a short sentence.")

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        first = choices[0][0] if choices else ""
        # Whoever meant a site that has it no more chooses again, with their words still there.
        if len(choices) == 1 and self.data.get("to", first) in ("", first):
            self.fields["to"].required = False
            self.fields["to"].widget = forms.HiddenInput()
        self.initial.setdefault("to", first)

    @property
    def is_to_site(self) -> bool:
        return self.cleaned_data["to"].startswith(f"{RequestMessage.Side.SITE}-")

    @property
    def is_to_staff(self) -> bool:
        return self.cleaned_data["to"] == RequestMessage.Side.STAFF


class WordsForm(CheckedForm):
    """A few words that go with a step, if somebody wants to add them."""

    CHECKED = ("words",)

    words = long_text("A few words", most=WORDS_LONGEST, rows=3, required=False)

    def __init__(self, *args: Any, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["words"].label = label

    @property
    def said(self) -> str:
        return self.cleaned_data["words"].strip()


class DeclineForm(WordsForm):
    """A no has a reason, so that whoever asked is not left wondering."""

    reason = forms.ChoiceField(
        label="Why?",
        choices=[one for one in Reason.choices if one[0] != Reason.SILENT],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason. Whoever asked reads it."},
    )
    suggestion = RowField(
        MentorSitePage.objects.none(),
        label="Who could know more?",
        required=False,
        empty_label="No suggestion",
        widget=forms.Select(attrs=INPUT),
        help_text="Whoever asked reads it. If they let us ask further, this site is asked, too.",
    )

    field_order = ("reason", "words", "suggestion")

    def __init__(self, *args: Any, others: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if others is None:
            del self.fields["suggestion"]
        else:
            self.fields["suggestion"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("words", "").strip():
            self.add_error("words", ValidationError("Say in a few words what the reason is."))
        return cleaned

    @property
    def said(self) -> str:
        """The words, with the suggestion behind them."""
        site = self.cleaned_data.get("suggestion")
        suggestion = f"They suggest: {site.title}." if site else ""
        most = WORDS_LONGEST - len(suggestion) - 1
        return " ".join(part for part in (super().said[:most], suggestion) if part)
