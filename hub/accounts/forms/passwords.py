from typing import Any

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from django.utils import timezone

from ..limits import address_key, allow, refuse_form
from .looks import PASSWORD_HELP, OurLooks


class OnePassword(OurLooks):
    """Asks once: a button shows what was typed, which helps more than typing it again."""

    labels = {"password1": "New password"}
    hints = {"password1": PASSWORD_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]  # type: ignore[attr-defined]


class ChangePasswordForm(OnePassword, allauth.ChangePasswordForm):
    labels = {"oldpassword": "Password until now", "password1": "New password"}

    def clean_oldpassword(self) -> str:
        # Counted like a sign-in: a found session must not be a place for guessing.
        password = self.cleaned_data.get("oldpassword", "")
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class SetPasswordForm(OnePassword, allauth.SetPasswordForm):
    """For whoever has signed in through their agency only, so far."""


class NewPasswordForm(OnePassword, allauth.ResetPasswordKeyForm):
    """After the link in the mail."""


class ConfirmPasswordForm(OurLooks, allauth.ReauthenticateForm):
    labels = {"password": "Password"}


class ResetPasswordForm(OurLooks, allauth.ResetPasswordForm):
    labels = {"email": "E-mail address"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        email = cleaned.get("email")
        if email and (refusal := allow("reset_mail", address_key(email), at=timezone.now())):
            refuse_form(self, refusal)
        return cleaned
