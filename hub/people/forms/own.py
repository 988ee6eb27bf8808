"""Short forms of a member: a note on a saved page, an invitation, leaving."""

from django import forms

from ..models import Bookmark
from .fields import INPUT


class BookmarkForm(forms.ModelForm):
    class Meta:
        model = Bookmark
        fields = ["note"]
        labels = {"note": "Note to yourself"}
        widgets = {"note": forms.TextInput(attrs=INPUT)}


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="Their work e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    note = forms.CharField(
        label="A line from you",
        required=False,
        max_length=300,
        help_text="Goes into the e-mail, so that they know it is you. No links, please.",
        widget=forms.TextInput(attrs=INPUT),
    )


class LeaveForm(forms.Form):
    is_sure = forms.BooleanField(label="I want to leave the hub")
    removes_posts = forms.BooleanField(
        label="Also remove what I wrote in the forums",
        required=False,
        help_text="Otherwise it stays there under “Former member”. Answers that build on it stay "
        "either way, and so do quotations in them.",
    )
