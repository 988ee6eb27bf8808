"""The page about signing in and being safe."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..second_step import must_use_second_step


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "needs_second_step": must_use_second_step(user),
        "sessions": UserSession.objects.filter(user=user).count(),
        "agencies": get_social_adapter().list_apps(request),
        "connections": SocialAccount.objects.filter(user=user).count(),
    }
    return render(request, "accounts/account.html", context)
