"""Browsers that have signed in before, so that a new one can be told of."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from .mails import send_mail_to
from .models import User
from .notices import NOTICES

SALT = "hub.accounts.devices"
REMEMBERED = 365 * 86_400
MOST_PEOPLE = 5
# In this order: every browser names those before it, too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "an Android device",
    "Windows": "Windows",
    "Mac OS X": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}


def greet(
    request: HttpRequest, response: HttpResponse, *, user: User, is_new: bool, at: datetime
) -> None:
    """Notes that `user` signed in with this browser; writes to them when they never did before."""
    known = _known(request)
    if user.pk not in known and not is_new:
        _write(request, user, at)
    others = [pk for pk in known if pk != user.pk]
    response.set_signed_cookie(
        cookie_name(),
        ".".join(str(pk) for pk in [user.pk, *others][:MOST_PEOPLE]),
        salt=SALT,
        max_age=REMEMBERED,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def cookie_name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-known"


def name_of(user_agent: str) -> str:
    """A browser and its system as a person calls them."""
    return (
        f"{_first(BROWSERS, user_agent, 'A browser')} on {_first(SYSTEMS, user_agent, 'a device')}"
    )


def _first(names: Mapping[str, str], user_agent: str, otherwise: str) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), otherwise)


def _known(request: HttpRequest) -> list[int]:
    try:
        value = request.get_signed_cookie(cookie_name(), "", salt=SALT) or ""
    except signing.BadSignature:
        return []
    return [int(pk) for pk in value.split(".") if pk.isdecimal()]


def _write(request: HttpRequest, user: User, at: datetime) -> None:
    from .guessing import coarse_address

    send_mail_to(
        [user.email],
        template="accounts/email/notice",
        notice=NOTICES["new_device"],
        address=user.email,
        timestamp=at,
        ip=coarse_address(request),
    )
