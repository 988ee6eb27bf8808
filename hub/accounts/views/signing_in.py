from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.socialaccount.adapter import get_adapter as get_social_adapter
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from ..limits.answers import with_form_status


class SignInView(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agencies = get_social_adapter().list_apps(self.request)
        return {**super().get_context_data(**kwargs), "agencies": agencies}


sign_in = with_form_status(SignInView.as_view())


@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    target = get_next_redirect_url(request) or get_adapter().get_logout_redirect_url(request)
    if request.method != "POST":
        if request.user.is_anonymous:
            return redirect(target)
        return render(request, "accounts/sign_out.html")
    logout(request)
    response = redirect(target)
    # On a shared station computer nothing of this person may stay behind.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
