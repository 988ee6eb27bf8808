from typing import Any

from django import forms
from django.utils import timezone

from ..actions import UnableToInvite, checked_address, checked_greeting, checked_note
from ..models import Invitation, User
from .many import MANY
from .tables import MOST_BYTES


def note_field(label: str = "A line for them") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Goes into the mail, with your name. Up to 300 characters, no links.",
    )


def _checked(check: Any, text: str) -> str:
    try:
        return check(text)
    except UnableToInvite as error:
        raise forms.ValidationError(str(error)) from error


class InvitationForm(forms.Form):
    required_css_class = "required"
    email = forms.CharField(label="E-mail address", max_length=254)
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=80,
        help_text="Only for the first line of the mail; they choose their name themselves.",
    )
    note = note_field()
    again = forms.BooleanField(
        label="Send a new link",
        required=False,
        help_text="Only for somebody who was invited before: the earlier link stops working.",
    )

    def clean_email(self) -> str:
        address = _checked(checked_address, self.cleaned_data["email"])
        if User.objects.filter(email__iexact=address).exists():
            raise forms.ValidationError("This is the address of a member.")
        return address

    def clean_name(self) -> str:
        return _checked(checked_greeting, self.cleaned_data["name"])

    def clean_note(self) -> str:
        return _checked(checked_note, self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        invited = Invitation.objects.open(timezone.now())
        if (
            cleaned.get("email")
            and not cleaned.get("again")
            and invited.filter(email__iexact=cleaned["email"]).exists()
        ):
            self.add_error("again", "They are invited already. Tick this to send a new link.")
        return cleaned


class ManyForm(forms.Form):
    file = forms.FileField(
        label="A file",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
        help_text="CSV with the columns email, name and note; the last two are optional. "
        "Up to 2,000 rows and 1 MB.",
    )
    text = forms.CharField(
        label="Or the list itself",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="One person on a line. Addresses alone are enough.",
    )
    note = note_field("A line for those without a note of their own")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError("The list is larger than 1 MB: send it in parts.")
        return file

    def clean_note(self) -> str:
        return _checked(checked_note, self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if bool(cleaned["file"]) == bool(cleaned["text"].strip()):
            both = "Send a file or a list, not both." if cleaned["file"] else "Send a list."
            self.add_error("text", both)
        return cleaned

    def get_data(self) -> bytes:
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["text"].encode("utf-8", "replace")


class SendForm(forms.Form):
    """The second step: what was looked at comes back, signed."""

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
    sure = forms.BooleanField(required=False)

    def __init__(self, *args: Any, count: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if count > MANY:
            self.fields["sure"].label = f"I have read the list and want {count:,} mails to be sent"
        else:
            del self.fields["sure"]

    def clean_sure(self) -> bool:
        if not self.cleaned_data["sure"]:
            raise forms.ValidationError("So many mails are only sent when you tick this.")
        return True
