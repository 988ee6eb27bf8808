"""The page behind the link in the yearly mail: the agency's address is still theirs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hub.accounts.requests import MemberRequest
from hub.people.posted import posted

from ..actions.confirming import UnableToConfirm, confirm_address, find_to_confirm
from ..forms.people import TermsForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: MemberRequest, token: str) -> HttpResponse:
    now = timezone.now()
    manager = find_to_confirm(token, request.user, now)
    if manager is None:
        return render(request, "mentorsites/confirm_over.html", status=404)
    form = TermsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            confirm_address(manager, at=now, terms=form.cleaned_data["terms"])
        except UnableToConfirm as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you. We ask again in a year.")
            return redirect("mentorsites:own")
    context = {"manager": manager, "form": form}
    status = 422 if form.errors else 200
    return render(request, "mentorsites/confirm.html", context, status=status)
