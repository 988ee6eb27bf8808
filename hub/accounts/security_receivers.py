"""What allauth reports, put into the log; and sessions that end when the way in changes."""

from datetime import datetime
from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.utils import timezone

from .actions import end_sessions, log_event
from .actions.email_changes import note_email_change
from .models import SecurityEvent, User

Kind = SecurityEvent.Kind


def connect() -> None:
    account.user_logged_in.connect(note_sign_in)
    account.password_changed.connect(note_new_password)
    account.password_set.connect(note_new_password)
    account.password_reset.connect(note_reset_password)
    account.email_changed.connect(note_changed_address)
    mfa.authenticator_added.connect(note_added_step)
    mfa.authenticator_removed.connect(note_removed_step)


def end_other_sessions(request: HttpRequest, *, of: User, at: datetime) -> None:
    """Signs `of` out everywhere but here, where a new session key takes the place of the old."""
    fresh = end_sessions(of)
    if request.user.is_authenticated and request.user.pk == of.pk:
        request.user.session_epoch = fresh.session_epoch
        update_session_auth_hash(request, request.user)
        UserSession.objects.create_from_request(request)


def note_sign_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    methods = request.session.get("account_authentication_methods", [])
    ways = sorted({method.get("type") or method["method"] for method in methods} - {"sign_in"})
    log_event(Kind.SIGNED_IN, person=user, by=user, at=timezone.now(), ways=ways)


def note_new_password(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    at = timezone.now()
    log_event(Kind.PASSWORD_CHANGED, person=user, by=user, at=at)
    end_other_sessions(request, of=user, at=at)


def note_reset_password(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    from .limits import address_key, forget

    at = timezone.now()
    log_event(Kind.PASSWORD_RESET, person=user, by=user, at=at)
    forget("sign_in_account", address_key(user.email))
    # The link came through the mailbox: whose it is needs no other proof.
    EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)
    end_sessions(user)


def note_changed_address(
    sender: Any, request: HttpRequest, user: User, from_email_address: Any, **kwargs: Any
) -> None:
    # The first proof of an address is no change.
    if from_email_address is None or from_email_address.email.lower() == user.email.lower():
        return
    at = timezone.now()
    note_email_change(user, old_email=from_email_address.email, by=user, at=at)
    end_other_sessions(request, of=user, at=at)


def note_added_step(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    # Recovery codes come along with the first second step.
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        at = timezone.now()
        log_event(Kind.SECOND_STEP_ADDED, person=user, by=user, at=at, type=authenticator.type)
        end_other_sessions(request, of=user, at=at)


def note_removed_step(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        at = timezone.now()
        log_event(Kind.SECOND_STEP_REMOVED, person=user, by=user, at=at, type=authenticator.type)
        end_other_sessions(request, of=user, at=at)
