from django import forms

from .profile import INPUT


class NoteForm(forms.Form):
    """A remark about a change."""

    text = forms.CharField(
        label="Your words",
        max_length=2000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 4}),
        error_messages={"required": "Write a line, so that the other side knows."},
    )
