"""What all forms of a request have in common: words about nobody who was served."""

import secrets
from typing import Any

from django import forms

from forums.forms.checking import CheckedTextsForm

INPUT = {"class": "input"}
NO_PERSONS = "Leave out anything about a person you have served."


class Lines(forms.CharField):
    """Browsers end lines with two characters, pages with one: kept are those of the pages."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).replace("\r\n", "\n") if value else value)


def long_text(label: str, *, most: int, rows: int = 4, **options: Any) -> forms.CharField:
    options.setdefault("help_text", NO_PERSONS)
    return Lines(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={**INPUT, "rows": rows}),
        error_messages={
            "required": options.pop("missing", "Write a sentence or two."),
            "max_length": f"Please keep it to {most:,} characters.",
        },
        **options,
    )


class CheckedForm(CheckedTextsForm):
    """A form within a request; `person` writes it.

    What is found must be looked at, as in the forums. There is no moderator to send it to.
    """

    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, data: Any = None, *, person: Any, **options: Any) -> None:
        self.person = person
        options["initial"] = {"form_key": secrets.token_urlsafe(18)} | options.get("initial", {})
        super().__init__(data, **options)

    @property
    def answers(self) -> dict[str, Any]:
        """Everything answered, but the key of the form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._let_danger_through(cleaned)
        if not self.errors:
            self._check_findings()
        return cleaned
