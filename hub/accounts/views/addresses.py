from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..actions.email_changes import UnableToUndo, find_email_change, undo_email_change
from ..adapter import vouch_for_address
from ..forms import ChangeEmailForm
from ..limits.answers import seconds_in
from ..step_up import recently_confirmed


@recently_confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def change_email(request: HttpRequest) -> HttpResponse:
    """A new address counts from when its code was entered; until then nothing changes."""
    form = ChangeEmailForm(user=request.user, data=request.POST or None)
    if form.is_valid():
        vouch_for_address(request.user)  # type: ignore[arg-type]
        form.save(request)
        return redirect("account_email_verification_sent")
    seconds = seconds_in(form) if form.is_bound else 0
    status = 429 if seconds else 422 if form.is_bound else 200
    response = render(request, "account/email_change.html", {"form": form}, status=status)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def undo_change(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail to the old address: works without signing in, and only when the button is
    pressed, since mail filters open links."""
    at = timezone.now()
    change = find_email_change(token, at=at)
    if change is None:
        return render(request, "accounts/undo_email_too_late.html", status=404)
    if request.method == "POST":
        try:
            undo_email_change(change, at=at)
        except UnableToUndo:
            return render(request, "accounts/undo_email_too_late.html", status=409)
        return render(request, "accounts/undo_email_done.html")
    return render(request, "accounts/undo_email.html", {"change": change})
