"""Who keeps a site: inviting, accepting, stopping, and how the network reaches it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..models import PrivateContact, SiteManager
from ..models.managers import SiteManagerQuerySet

INPUT = {"class": "input"}


class InviteManagerForm(forms.Form):
    email = forms.EmailField(
        label="Their address at the agency",
        max_length=254,
        help_text=(
            "An address of the agency shows that they work there. Once a year we ask there again."
        ),
        widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    note = forms.CharField(
        label="A line from you",
        required=False,
        max_length=300,
        help_text="Goes into the e-mail, so that they know it is you. No links, please.",
        widget=forms.TextInput(attrs=INPUT),
    )
    takes_my_place = forms.BooleanField(
        label="They take my place",
        required=False,
        help_text="You stay until they accept. Then you stop, and the site is theirs.",
    )
    has_no_agency_address = forms.BooleanField(
        label="The program has no agency address",
        required=False,
        help_text="For volunteer and tribal programs without mailboxes of their own.",
    )

    def __init__(self, *args: Any, keeps: bool, is_editor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keeps:
            del self.fields["takes_my_place"]
        if not is_editor:
            del self.fields["has_no_agency_address"]


class TermsForm(forms.Form):
    accepts = forms.BooleanField(label="I agree to these terms")
    # Which version was read: it may change between reading and agreeing.
    terms = forms.CharField(widget=forms.HiddenInput, max_length=10, initial=SiteManager.TERMS)


class ManagerChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: SiteManager) -> str:
        return str(obj.person)


class StopForm(forms.Form):
    to = ManagerChoiceField(
        queryset=None,
        required=False,
        label="Who takes over from you?",
        empty_label="Everybody who stays, together",
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, others: SiteManagerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = others.select_related("person")  # type: ignore[attr-defined]


class RemoveManagerForm(forms.Form):
    why = forms.CharField(
        label="Why",
        max_length=500,
        help_text="They get this in an e-mail. It is kept nowhere else.",
        widget=forms.Textarea(attrs={**INPUT, "rows": 4}),
    )


class PrivateContactForm(forms.ModelForm):
    class Meta:
        model = PrivateContact
        fields = ["name", "role", "email", "phone"]
        labels = {"role": "What they do", "email": "E-mail address", "phone": "Phone number"}
        widgets = {
            "name": forms.TextInput(attrs={**INPUT, "autocomplete": "off"}),
            "role": forms.TextInput(attrs={**INPUT, "autocomplete": "off"}),
            "email": forms.EmailInput(attrs={**INPUT, "autocomplete": "off"}),
            "phone": forms.TextInput(attrs={**INPUT, "autocomplete": "off", "inputmode": "tel"}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            raise ValidationError("Give an e-mail address or a phone number.")
        return cleaned
