from typing import Any

from django import forms

CHOICES = (forms.CheckboxInput, forms.HiddenInput)
PASSWORD_HELP = (
    "At least 15 characters. Four or five words that do not belong together are easy to keep in "  # noqa: S105 – a hint
    "mind. You may paste it."
)


class OurLooks:
    """Gives allauth's fields our class, and takes away the placeholders that repeat the labels."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field.widget, CHOICES):
                field.widget.attrs["class"] = "input"
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
