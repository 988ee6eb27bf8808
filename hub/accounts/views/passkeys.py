from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, remove_webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from ..limits.answers import with_form_status
from ..second_step import may_remove


class AddPasskeyView(AddWebAuthnView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # allauth drops the form that was refused; and every passkey of ours signs in by itself.
        context["form"] = kwargs.get("form") or self.get_form()
        options = auth.begin_registration(self.request.user, True)
        return {**context, "options": options}


class PasskeySignInView(LoginWebAuthnView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response


add_passkey = never_cache(with_form_status(AddPasskeyView.as_view()))
sign_in_with_passkey = PasskeySignInView.as_view()


@login_required
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not may_remove(get_object_or_404(mine, pk=pk)):
        messages.error(
            request,
            "You need a second step for what you may do here. Add another one, then remove this.",
        )
        return redirect("mfa_list_webauthn")
    return remove_webauthn(request, pk=pk)
