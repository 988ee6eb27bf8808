from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from .profile import INPUT

KINDS = "image/jpeg,image/png,image/webp,image/gif"


class PictureWordsForm(forms.Form):
    """What stands beside a picture."""

    alt = forms.CharField(
        label="What is in it, for people who cannot see it",
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs=INPUT),
    )
    is_decorative = forms.BooleanField(
        label="It is decoration: it adds nothing to the words", required=False
    )
    caption = forms.CharField(
        label="A line below it",
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs=INPUT),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        alt = (cleaned.get("alt") or "").strip()
        if not alt and not cleaned.get("is_decorative"):
            self.add_error("alt", "Say what is in it, or tick that it is decoration.")
        cleaned["alt"] = "" if cleaned.get("is_decorative") else alt
        return cleaned


class PictureForm(PictureWordsForm):
    picture = forms.FileField(
        label="Picture",
        help_text=(
            "JPEG, PNG, WebP or GIF, up to 10 MB. We draw it anew: place and camera are not kept."
        ),
        widget=forms.FileInput(attrs={"accept": KINDS}),
    )
    consent = forms.BooleanField(
        label="Nobody we serve is in it, and whoever is in it agreed to be shown here",
        error_messages={"required": "Without this we cannot show the picture."},
    )
    field_order = ["picture", "alt", "is_decorative", "caption", "consent"]

    def clean_picture(self) -> Any:
        picture = self.cleaned_data["picture"]
        if picture.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise ValidationError("Choose a picture of up to 10 MB.")
        return picture
