"""Who needs more than a password, and whether they have it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from .actions import SAMPLE_PEOPLE
from .models import User

# Set once somebody's second step was seen; holds the session epoch, which every change raises.
SEEN = "second_step_seen"
# A sample person goes on without; only where sample people are allowed.
GOING_WITHOUT = "second_step_going_without"
AFTERWARDS = "second_step_afterwards"


def must_use_second_step(user: Any) -> bool:
    """Whoever may open the editors' side, and whoever holds the permission that says so."""
    return bool(
        user.is_superuser
        or user.has_perm("wagtailadmin.access_admin")
        or user.has_perm("accounts.must_use_second_step")
    )


def second_steps_of(user: User):
    """Passkeys and authenticator apps; recovery codes alone are no second step."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def may_remove(authenticator: Authenticator) -> bool:
    """Nobody who needs a second step may take away the last one."""
    others = second_steps_of(authenticator.user).exclude(pk=authenticator.pk)
    return not must_use_second_step(authenticator.user) or others.exists()


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether this session needs a second step that the person has not set up yet.

    Costs one statement, once per session.
    """
    user: Any = request.user
    if not user.is_authenticated or not must_use_second_step(user):
        return False
    if request.session.get(SEEN) == user.session_epoch:
        return False
    if may_go_without(user) and request.session.get(GOING_WITHOUT):
        return False
    if not second_steps_of(user).exists():
        return True
    request.session[SEEN] = user.session_epoch
    return False


def may_go_without(user: Any) -> bool:
    """Only the sample people, and only where settings allow them: on one's own machine."""
    return settings.SAMPLE_ACCOUNTS_ALLOWED and user.email in SAMPLE_PEOPLE


def send_to_enrollment(request: HttpRequest) -> HttpResponse:
    request.session[AFTERWARDS] = request.get_full_path() if request.method == "GET" else "/admin/"
    return redirect("accounts:second_step_needed")


def second_step_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view outside /admin/ that is as powerful as it. Put it below login_required."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if lacks_second_step(request):
            return send_to_enrollment(request)
        return view(request, *args, **kwargs)

    return guarded
