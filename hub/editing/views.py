from datetime import date
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from hub.accounts.requests import MemberRequest
from hub.resources.models import ResourcePage

from .desk import Lateness, today
from .forms import WithdrawForm
from .still_right import UnableToConfirm, can_confirm, confirm, next_review
from .withdrawing import UnableToWithdraw, can_withdraw, withdraw

AFTER = "wagtailadmin_home"


@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: MemberRequest, pk: int) -> HttpResponse:
    """The facts of one page and two ways on: it is still right, or it has to be changed."""
    page = get_object_or_404(ResourcePage.objects.visible_to(request.user), pk=pk).specific
    if not can_confirm(request.user, page):
        raise Http404
    if request.method == "POST":
        return _confirm(request, page)
    now = timezone.now()
    late = Lateness(page.review_due, today(now)) if page.review_due else None
    context = {
        "page": page,
        "late": late,
        "next_review": next_review(page, today(now)),
        "next": get_valid_next_url_from_request(request),
    }
    return render(request, "editing/still_right.html", context)


def _confirm(request: MemberRequest, page: ResourcePage) -> HttpResponse:
    try:
        confirmed = confirm(page, by=request.user, at=timezone.now())
    except UnableToConfirm as error:
        messages.error(request, str(error))
    else:
        # Confirming always plans the next review.
        until = date_format(cast(date, confirmed.review_due), "F j, Y")
        messages.success(request, f"“{page.title}” is confirmed until {until}.")
    return redirect(get_valid_next_url_from_request(request) or AFTER)


@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks why, and takes a page off the site without waiting for anybody."""
    page = get_object_or_404(Page, pk=pk).specific
    if not can_withdraw(request.user, page):
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _take_off(request, page, form.cleaned_data["reason"])
    status = 422 if form.errors else 200
    return render(request, "editing/take_off.html", {"page": page, "form": form}, status=status)


def _take_off(request: MemberRequest, page: Page, reason: str) -> HttpResponse:
    try:
        withdraw(page, by=request.user, at=timezone.now(), reason=reason)
    except UnableToWithdraw as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{page.title}” is a draft now. The reviewers are told why.")
    return redirect("wagtailadmin_pages:edit", page.pk)
