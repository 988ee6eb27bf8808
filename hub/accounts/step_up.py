"""Asking once more who somebody is, before what cannot be taken back."""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def is_recently_confirmed(request: HttpRequest) -> bool:
    """Whether the person proved within ten minutes who they are."""
    if _has_nothing_to_confirm_with(request.user):
        return _signed_in_recently(request)
    return did_recently_reauthenticate(request)


def recently_confirmed(view: View) -> View:
    """Sends a member to confirm who they are when that is more than ten minutes ago.

    A form that was posted too late is sent on after the confirmation, with all that was typed; put
    this on the view that shows the form, too, so that it is rarely needed.
    """
    checked: Any = reauthentication_required(app="hub.accounts")(view)

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _has_nothing_to_confirm_with(request.user) and not _signed_in_recently(request):
            agencies = get_social_adapter().list_apps(request)
            return render(request, "accounts/confirm_by_agency.html", {"agencies": agencies})
        return checked(request, *args, **kwargs)

    return guarded


def _has_nothing_to_confirm_with(user: Any) -> bool:
    # Without a password and a second step: whoever always comes through their agency's sign-in.
    return not user.has_usable_password() and not get_reauthentication_flows(user)


def _signed_in_recently(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
