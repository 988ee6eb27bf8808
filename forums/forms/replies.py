from typing import Any

from django import forms

from .writing import INPUT, WritingForm


class ReplyForm(WritingForm):
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


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
