from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm, SignupForm
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from ..actions import log_event
from ..limits import allow, network_key, refuse_form
from ..models import Invitation, RulesAcceptance, SecurityEvent, User
from ..name_checks import checked_name
from ..password_validation import OwnWordsValidator
from ..rules import RULES_VERSION
from .looks import PASSWORD_HELP, OurLooks

NAME_HINT = "As you want others to see it. It need not be your full name."


def name_field() -> forms.CharField:
    return forms.CharField(
        max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name", "class": "input"})
    )


def rules_field() -> forms.BooleanField:
    return forms.BooleanField(
        error_messages={"required": "Read the community rules and agree to them, please."}
    )


class MemberMixin(OurLooks):
    """What every way in asks for besides an address: a name, and agreeing to the rules."""

    labels = {
        "email": "Work e-mail address",
        "name": "Name to show",
        "password1": "Password",
        "accept_rules": "I have read the community rules and agree to them",
    }
    hints = {"name": NAME_HINT, "password1": PASSWORD_HELP}
    field_order = ["email", "name", "password1", "accept_rules", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if website := self.fields.get("website"):  # type: ignore[attr-defined]
            # Out of sight by our style sheet; people leave it empty, programs fill it in.
            website.widget.attrs = {"tabindex": "-1", "autocomplete": "off"}
            website.label = "Leave this field empty"

    def clean_name(self) -> str:
        return checked_name(self.cleaned_data["name"], of=None)  # type: ignore[attr-defined]

    def save(self, request: HttpRequest) -> User:
        # Whole or not at all: an account without its row of addresses would need no proof.
        with transaction.atomic():
            return super().save(request)  # type: ignore[misc]

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        super().custom_signup(request, user)  # type: ignore[misc]
        at = timezone.now()
        RulesAcceptance.objects.create(person=user, version=RULES_VERSION, accepted_at=at)
        log_event(SecurityEvent.Kind.JOINED, person=user, by=user, at=at)


class JoinForm(MemberMixin, SignupForm):
    name = name_field()
    accept_rules = rules_field()
    # Made with the page: a second press of the button brings the same one.
    attempt = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._compare_with_name(cleaned)
        if not self.errors and (refusal := self._refusal()):
            refuse_form(self, refusal)
        return cleaned

    def _compare_with_name(self, cleaned: dict[str, Any]) -> None:
        # allauth compares with the address only.
        try:
            OwnWordsValidator().validate(
                cleaned.get("password1") or "", User(name=cleaned.get("name") or "")
            )
        except forms.ValidationError as error:
            self.add_error("password1", error)

    def _refusal(self) -> Any:
        key, at = network_key(_request()), timezone.now()
        return allow("sign_up", key, at=at) or allow("stranger_mail", key, at=at)

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # As much work as for a new account, so that the time tells nothing.
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class InvitedJoinForm(JoinForm):
    """The address is the invitation's; the link in the mail has proved whose it is."""

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        self.invitation = invitation
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].initial = invitation.email
        self.initial["email"] = invitation.email

    def _refusal(self) -> Any:
        return None


class AgencyJoinForm(MemberMixin, SocialSignupForm):
    """The first time somebody comes from their agency's sign-in."""

    name = name_field()
    accept_rules = rules_field()
    field_order = ["email", "name", "accept_rules"]


class ConfirmEmailForm(OurLooks, ConfirmEmailVerificationCodeForm):
    labels = {"code": "Code from the e-mail"}


def _request() -> HttpRequest:
    from allauth.core import context

    return context.request
