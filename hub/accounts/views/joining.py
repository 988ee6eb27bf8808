from typing import Any

from allauth.account.internal.flows.signup import complete_signup
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.account.views import SignupView
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..actions import UnableToAccept, accept_invitation, find_invitation
from ..forms import InvitedJoinForm, JoinForm
from ..joining import code_of_attempt, find_first_press, go_on_joining, new_attempt
from ..limits import address_key, allow
from ..limits.answers import with_form_status
from ..models import Invitation, User


class JoinView(SignupView):
    def get_form_class(self) -> type[JoinForm]:
        return JoinForm

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "attempt": new_attempt()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.joining_code = code_of_attempt(request)  # type: ignore[attr-defined]
        return self._second_press(request) or super().post(request, *args, **kwargs)

    def form_valid(self, form: JoinForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except IntegrityError:
            # Another press, or another person with this address, was faster by a moment.
            form.account_already_exists = True
            return self._second_press(self.request) or super().form_valid(form)

    @staticmethod
    def _second_press(request: HttpRequest) -> HttpResponse | None:
        code, at = request.joining_code, timezone.now()  # type: ignore[attr-defined]
        if not code:
            return None
        email, password = request.POST.get("email", "").strip(), request.POST.get("password1", "")
        first = find_first_press(email, password, at=at)
        if first is None or allow("pressed_twice", address_key(email), at=at):
            return None
        go_on_joining(request, first, code)
        return redirect("account_email_verification_sent")


class InvitedJoinView(SignupView):
    """Joining with the link from an invitation."""

    template_name = "accounts/join_invited.html"
    invitation: Invitation

    def get_form_class(self) -> type[InvitedJoinForm]:
        return InvitedJoinForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "invitation": self.kwargs["invitation"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "invitation": self.kwargs["invitation"]}

    def form_valid(self, form: Any) -> HttpResponse:
        if form.account_already_exists:
            return render(self.request, "accounts/invited_member.html", status=409)
        try:
            with transaction.atomic():
                user = form.save(self.request)
                EmailAddress.objects.filter(user=user).update(verified=True, primary=True)
                accept_invitation(self.kwargs["invitation"], by=user, at=timezone.now())
        except (IntegrityError, UnableToAccept):
            # The button was pressed twice, and the other press was faster by a moment.
            return render(self.request, "accounts/invitation_over.html", status=404)
        return complete_signup(self.request, user=user, redirect_url=self.get_success_url())


join = with_form_status(JoinView.as_view())
_join_invited = with_form_status(InvitedJoinView.as_view())


def join_invited(request: HttpRequest, token: str) -> HttpResponse:
    invitation = find_invitation(token, timezone.now())
    if invitation is None:
        return render(request, "accounts/invitation_over.html", status=404)
    if request.user.is_authenticated:
        return render(request, "accounts/invited_signed_in.html", {"invitation": invitation})
    if User.objects.filter(email__iexact=invitation.email).exists():
        return render(request, "accounts/invited_member.html")
    # What was begun without the link is over: this way needs no code.
    clear_login(request)
    return _join_invited(request, token=token, invitation=invitation)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    from ..rules import RULES_VERSION

    return render(request, "accounts/community_rules.html", {"version": RULES_VERSION})
