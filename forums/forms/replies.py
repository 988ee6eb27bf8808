from collections.abc import Sequence
from typing import Any

from django import forms
from wagtail.models import Page

from .writing import INPUT, WritingForm

# Never quietly: what was meant as a site's answer would stand there as a private one.
NOT_ANY_MORE = (
    "You cannot write for this site here any more. Your words are kept: look at them again, and "
    "send them in your own name if you want to."
)


class ReplyForm(WritingForm):
    """A reply; `speakers` are the pages that the writer may choose to write for."""

    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    speaks_as = forms.TypedChoiceField(
        label="Write as",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="For a site means: its name stands with yours, and this is its answer.",
        error_messages={"invalid_choice": NOT_ANY_MORE},
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, speakers: Sequence[Page] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.speakers = {page.pk: page for page in speakers}
        names = [(pk, f"for {page.title}") for pk, page in self.speakers.items()]
        self.fields["speaks_as"].choices = [("", "yourself"), *names]  # type: ignore[attr-defined]
        if not speakers:
            del self.fields["speaks_as"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "speaks_as" not in self.fields and self.data.get(self.add_prefix("speaks_as")):
            self.add_error(None, NOT_ANY_MORE)
        if cleaned.get("speaks_as") and cleaned.get("under_alias"):
            self.add_error("speaks_as", "A site’s answer carries your name. Choose one of the two.")
        return cleaned

    @property
    def speaker(self) -> Page | None:
        return self.speakers.get(self.cleaned_data.get("speaks_as"))


class EditForm(WritingForm):
    """Other words for a post that is there. Files stay as they are."""

    CHECKED = ("reason",)
    reason = forms.CharField(
        label="What did you change?",
        required=False,
        max_length=200,
        help_text="Shown in the history of the post.",
        widget=forms.TextInput(attrs=INPUT),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].label = "Your text"
        for name in ("attach", "alt", "may_be_reused", "under_alias"):
            self.fields.pop(name, None)
