from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from .models import User
from .throttling import forget_failures, note_failure, seconds_to_wait


class SignInForm(AuthenticationForm):
    """Signing in by e-mail, with the same answer for a wrong password and an unknown address."""

    error_messages = {
        "invalid_login": "That address and password do not match. Check both and try again.",
        "inactive": "That address and password do not match. Check both and try again.",
        "wait": "Too many tries. Wait %(minutes)s and try again.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "E-mail address"
        self.fields["username"].widget.input_type = "email"
        self.fields["username"].widget.attrs |= {"class": "input"}
        self.fields["password"].widget.attrs |= {"class": "input"}

    def clean(self) -> dict[str, Any]:
        email = self.cleaned_data.get("username") or ""
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        if wait := seconds_to_wait(email, address):
            minutes = -(-wait // 60)
            raise forms.ValidationError(
                self.error_messages["wait"],
                code="wait",
                params={"minutes": "1 minute" if minutes == 1 else f"{minutes} minutes"},
            )
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            note_failure(email, address)
            raise
        forget_failures(email)
        return cleaned


class NameForm(forms.ModelForm):
    """One's own name, on the editors' account page."""

    class Meta:
        model = User
        fields = ["name"]
