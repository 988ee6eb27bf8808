from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.utils import timezone

from ..limits import allow, code_key, forget
from ..limits.answers import as_error
from .looks import OurLooks

CODE_HINT = "Six digits from your authenticator app, or one of your recovery codes."
NAME_HINT = "So that you know it again: “Phone”, “Key on my ring”."


def count_try(user: Any) -> None:
    """One more code of `user`; raises ValidationError when there were too many that did not fit."""
    if refusal := allow("second_step", user.pk, at=timezone.now()):
        raise as_error(refusal)


class CountedCode(OurLooks):
    labels = {"code": "Code"}
    hints = {"code": CODE_HINT}
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: forms.Field = self.fields["code"]  # type: ignore[attr-defined]
        code.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        count_try(self.user)
        code = super().clean_code()  # type: ignore[misc]
        # allauth remembers used codes in the cache only, which processes may not share.
        if allow("used_code", code_key(self.user, code), at=timezone.now()):
            raise get_adapter().validation_error("incorrect_code")
        forget("second_step", self.user.pk)
        return code


class SecondStepForm(CountedCode, base.AuthenticateForm):
    """The second step of signing in."""


class ConfirmCodeForm(CountedCode, base.ReauthenticateForm):
    """Confirming who one is with a code."""


class AddAppForm(CountedCode, ActivateTOTPForm):
    hints = {"code": "Six digits that the app shows now."}


@contextmanager
def no_surprises() -> Iterator[None]:
    """What a device would never answer is refused like any other wrong answer.

    allauth and fido2 stumble over it in many ways, each with an exception of its own.
    """
    try:
        yield
    except forms.ValidationError:
        raise
    except Exception as error:
        raise get_adapter().validation_error("incorrect_code") from error


class SturdyMixin:
    def clean_credential(self) -> Authenticator:
        with no_surprises():
            return super().clean_credential()  # type: ignore[misc]


class PasskeySignInForm(SturdyMixin, passkeys.LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class ConfirmPasskeyForm(SturdyMixin, passkeys.ReauthenticateWebAuthnForm):
    """Confirming who one is with a passkey."""


class SecondStepPasskeyForm(SturdyMixin, passkeys.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        count_try(self.user)
        authenticator = super().clean_credential()
        forget("second_step", self.user.pk)
        return authenticator


class AddPasskeyForm(OurLooks, passkeys.AddWebAuthnForm):
    """Every passkey can sign in by itself: the device asks for a finger, a face or a PIN."""

    labels = {"name": "Name of this passkey"}
    hints = {"name": NAME_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].widget.attrs |= {"maxlength": "60", "autocomplete": "off"}

    def clean_name(self) -> str:
        return super().clean_name()[:60]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True
        with no_surprises():
            return super().clean()


class RenamePasskeyForm(OurLooks, passkeys.EditWebAuthnForm):
    labels = {"name": "Name of this passkey"}
    hints = {"name": NAME_HINT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs |= {"maxlength": "60", "autocomplete": "off"}

    def clean_name(self) -> str:
        return self.cleaned_data["name"][:60]
