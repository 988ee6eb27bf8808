"""What allauth asks us: who may sign in, where to go, and what our mails say."""

import base64
from hashlib import blake2b
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import url_has_allowed_host_and_scheme

from . import devices, guessing
from .actions.roles import welcome
from .limits import address_key, allow
from .mails import send_mail_to
from .models import User
from .notices import NOTICES
from .second_step import may_remove
from .suspensions import running_suspension

WORDS = {
    "email_password_mismatch": "That address and password do not match. Check both and try again.",
    "incorrect_password": "That is not your password. Check it and try again.",
    "enter_current_password": "That is not your password until now. Check it and try again.",
    "incorrect_code": "That code does not fit. Check it, or ask for a new one.",
    "duplicate_email": "This is your address already.",
    "email_taken": "This address belongs to another account.",
    "too_many_login_attempts": "There were too many codes that did not fit. Sign in again.",
    "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
}
WITH_CODE = ("email_confirmation", "email_confirmation_signup", "account_already_exists")
# What allauth would say on the next page and nobody needs to read.
SILENT = ("logged_in.txt", "logged_out.txt", "email_confirmation_sent.txt", "email_confirmed.txt")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {**DefaultAccountAdapter.error_messages, **WORDS}

    def is_safe_url(self, url: str) -> bool:
        # Only addresses of this very site, whatever other hosts the settings allow.
        is_path = url.startswith("/") and not url.startswith(("//", "/\\"))
        return is_path and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        # A page answers as a page; only the passkey script asks for JSON, and says so.
        return request.headers.get("Accept") == "application/json"

    def get_client_ip(self, request: HttpRequest) -> str:
        # Kept beside sessions and told in mails: the network is enough.
        return guessing.coarse_address(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person whose address and password these are; every failure counts against both."""
        at, email = timezone.now(), credentials.get("email", "")
        guessing.count_try(request, email, at=at)
        user: Any = authenticate(request, **credentials)
        # Whoever had the address before must not come in with it.
        if user is None or user.email.lower() != email.strip().lower():
            return None
        # Letting whoever joined in another's name in as far as the code would tell them that the
        # address was free. The code, joining again and a new password are the ways in until then.
        if was_never_confirmed(user):
            return None
        guessing.forget_tries(request, email, at=at)
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if user.is_suspended(timezone.now()):
            context = {"person": user, "suspension": running_suspension(user, timezone.now())}
            return render(request, "accounts/suspended.html", context, status=403)
        if not kwargs["signup"]:
            vouch_for_address(user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        # Signing in says who somebody is as well as confirming it does.
        record_authentication(request, user, method="sign_in", reauthenticated=True)
        response = super().post_login(request, user, **kwargs)
        devices.greet(request, response, user=user, is_new=kwargs["signup"], at=timezone.now())
        if kwargs["signup"]:
            welcome(user)
        return response

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)

    def generate_email_verification_code(self) -> str:
        # Set by the view for joining, and by no other.
        code = getattr(self.request, "joining_code", None)
        return code or super().generate_email_verification_code()

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("accounts:account")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if not (message_template or "").endswith(SILENT):
            super().add_message(request, level, message_template, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        name = template_prefix.rpartition("/")[2]
        if name == "unknown_account" and not guessing.may_write_to_stranger(self.request):
            return
        if name in WITH_CODE and self._sent_too_many_codes(email):
            return
        if notice := NOTICES.get(name):
            details = {key: context[key] for key in ("timestamp", "ip") if key in context}
            send_mail_to(
                [email], template="accounts/email/notice", notice=notice, address=email, **details
            )
        elif name != "email_changed":
            known = {key: value for key, value in context.items() if key != "request"}
            send_mail_to([email], template=f"accounts/email/{name}", **known)

    def _sent_too_many_codes(self, email: str) -> bool:
        # Said on the page, alike for members and strangers: whoever joins in another's name, or
        # signs in again and again before the code is entered, must not fill a mailbox.
        refusal = allow("code_mail", address_key(email), at=timezone.now())
        if refusal:
            messages.warning(self.request, refusal.words)
        return refusal is not None


def was_never_confirmed(user: User) -> bool:
    """Whether the account was begun by joining and its address not proved so far."""
    if user.last_login is not None:
        return False
    proofs = EmailAddress.objects.filter(user=user).values_list("verified", flat=True)
    return bool(proofs) and not any(proofs)


def vouch_for_address(user: User) -> None:
    """Accounts that the operator or an administrator made have an address that needs no proof.

    Whoever joined by themselves has a row here that says whether they proved theirs, and accepted
    the rules in doing so.
    """
    mine = EmailAddress.objects.filter(user=user)
    if not mine.exists():
        if user.rules_acceptances.exists():
            return
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        welcome(user)
        return
    mine.exclude(email__iexact=user.email).delete()


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code does not fit. Codes change twice a minute: try the next one.",
        "cannot_delete_authenticator": (
            "You need a second step for what you may do here. Add another one first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 – allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count()
        return "Passkey" if not number else f"Passkey {number + 1}"

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME


def _fernet() -> MultiFernet:
    # Keys of their own for the secrets of second steps, from the key that production must set.
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    digest = blake2b(force_bytes(key), digest_size=32, person=b"second step").digest()
    return base64.urlsafe_b64encode(digest)


class AgencyAdapter(DefaultSocialAccountAdapter):
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        if form is not None:
            sociallogin.user.name = form.cleaned_data["name"]
        return super().save_user(request, sociallogin, form)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> User:
        user = super().populate_user(request, sociallogin, data)
        user.name = data.get("name") or ""
        return user
