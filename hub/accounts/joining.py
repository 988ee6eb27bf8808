"""Joining: the code for the mail, and a button that was pressed twice."""

import secrets
from datetime import datetime, timedelta

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.stagekit import stash_login
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import EmailVerificationStage
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .models import User

# Consonants only: no word comes of them, and none looks like a digit.
SIGNS = "BCDFGHJKLMNPQRSTVWXZ"
# As long as the code itself works; whoever saw an old mail can do nothing with its code.
ATTEMPT_FOR = timedelta(minutes=15)
PRESSED_TWICE_WITHIN = timedelta(minutes=10)
UNCONFIRMED_FOR_AT_MOST = timedelta(days=7)


def new_attempt() -> str:
    return _signer().sign(secrets.token_urlsafe(18))


def code_of_attempt(request: HttpRequest) -> str | None:
    """The code for a first submitted form: the same when the same form arrives twice."""
    attempt, email = request.POST.get("attempt", ""), request.POST.get("email", "").strip().lower()
    try:
        validate_email(email)
        _signer().unsign(attempt, max_age=ATTEMPT_FOR)
    except (ValidationError, BadSignature):
        return None
    digest = salted_hmac("hub.accounts.joining", f"{email} {attempt}", algorithm="sha256").digest()
    letters = [SIGNS[byte % len(SIGNS)] for byte in digest[:8]]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="hub.accounts.joining")


def find_first_press(email: str, password: str, *, at: datetime) -> User | None:
    """The account that the first of two presses made, if this is the second one.

    Takes the same time whether there is one or not.
    """
    user = User.objects.filter(
        email__iexact=email, last_login=None, joined_at__gt=at - PRESSED_TWICE_WITHIN
    ).first()
    if user is None:
        User().set_password(password)
        return None
    if not user.check_password(password):
        return None
    is_waiting = EmailAddress.objects.filter(user=user, verified=False).exists()
    return user if is_waiting else None


def go_on_joining(request: HttpRequest, user: User, code: str) -> None:
    """Puts this browser where the first press put it: waiting for the code that was mailed then."""
    state = EmailVerificationProcess.initial_state(user, user.email)
    process = EmailVerificationProcess(request=request, user=user, state=state)
    process.state["code"] = code
    process.persist()
    login = Login(user=user, email=user.email, signup=True, redirect_url=None)
    login.state["stages"] = {"current": EmailVerificationStage.key}
    stash_login(request, login)


def forget_unconfirmed(*, at: datetime) -> int:
    """Deletes accounts that were begun and never confirmed; their address is free again."""
    waiting = EmailAddress.objects.filter(verified=False, primary=True).values("user")
    begun = User.objects.filter(
        pk__in=waiting, last_login=None, joined_at__lt=at - UNCONFIRMED_FOR_AT_MOST
    )
    return begun.delete()[0]
