"""Guessing passwords: what a try costs, and who hears of it."""

import ipaddress
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from .actions import log_event
from .limits import (
    Refusal,
    address_key,
    allow,
    client_address,
    forget,
    network_key,
    take_back,
)
from .limits.answers import as_error
from .mails import send_mail_to
from .models import SecurityEvent, User
from .notices import NOTICES


def count_try(request: HttpRequest, email: str, *, at: datetime) -> None:
    """Counts one try before it is made, so that many at once cannot slip through.

    Raises ValidationError when the account or the network has to wait.
    """
    if refusal := allow("sign_in_network", network_key(request), at=at):
        raise as_error(refusal)
    if refusal := allow("sign_in_account", address_key(email), at=at):
        _tell_owner(email, refusal, at=at)
        raise as_error(refusal)


def forget_tries(request: HttpRequest, email: str, *, at: datetime) -> None:
    """A success does not count, and the account starts afresh; the network does not."""
    forget("sign_in_account", address_key(email))
    take_back("sign_in_network", network_key(request), at=at)


def _tell_owner(email: str, refusal: Refusal, *, at: datetime) -> None:
    if allow("refusal_mail", address_key(email), at=at):
        return
    owner = User.objects.present().filter(email__iexact=email.strip()).first()
    kind = SecurityEvent.Kind.SIGN_IN_REFUSED
    log_event(kind, person=owner, by=None, at=at, seconds=refusal.seconds)
    if owner:
        notice = NOTICES["sign_in_refused"]
        send_mail_to(
            [owner.email], template="accounts/email/notice", notice=notice, address=owner.email
        )


def may_write_to_stranger(request: HttpRequest) -> bool:
    """Whether one more mail may go to an address that nobody here has."""
    return allow("stranger_mail", network_key(request), at=timezone.now()) is None


def coarse_address(request: HttpRequest) -> str:
    """The network somebody comes from, too coarse to name a household."""
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 – says "unknown", binds nothing
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, length), strict=False).network_address)
