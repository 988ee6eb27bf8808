from typing import Any

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse

from .forms import SignInForm


class SignInView(LoginView):
    """Django's view, whose care for safe return addresses is worth more than a shorter one."""

    authentication_form = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOutView(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        # On a shared station computer nothing of this person may stay behind.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
