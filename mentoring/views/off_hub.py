"""The log of help outside the hub."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.accounts.requests import MemberRequest
from mentorsites.models import MentorSitePage

from ..actions.staff import log_off_hub_help
from ..forms.off_hub import OffHubForm
from ..models import OffHubHelp
from ..off_hub import turn_log
from ..trying import attempt
from .staff_only import for_staff

GET_OR_POST = ["GET", "HEAD", "POST"]


@for_staff
@require_http_methods(GET_OR_POST)
def off_hub(request: MemberRequest) -> HttpResponse:
    tried = attempt(request, lambda typed: _form(request, typed))
    if tried.is_ready:
        log_off_hub_help(request.user, at=timezone.now(), **tried.form.answers)
        messages.success(request, "Logged. It counts in the next report.")
        return redirect("mentoring:off_hub")
    log = turn_log(request.user, before=request.GET.get("before", ""))
    context = tried.context | {"log": log}
    return render(request, "mentoring/off_hub.html", context, status=tried.status)


@for_staff
@require_http_methods(GET_OR_POST)
def change_off_hub(request: MemberRequest, pk: int) -> HttpResponse:
    known = get_object_or_404(OffHubHelp.objects.visible_to(request.user), pk=pk)
    tried = attempt(request, lambda typed: _form(request, typed, known))
    if tried.is_ready:
        log_off_hub_help(request.user, at=timezone.now(), known=known, **tried.form.answers)
        messages.success(request, "Changed.")
        return redirect("mentoring:off_hub")
    context = tried.context | {"known": known}
    return render(request, "mentoring/change_off_hub.html", context, status=tried.status)


def _form(request: MemberRequest, typed: Any, known: OffHubHelp | None = None) -> OffHubForm:
    sites = MentorSitePage.objects.visible_to(request.user)
    if known is not None and known.site_id:
        # What was logged for a site that is hidden by now keeps its site.
        sites = MentorSitePage.objects.filter(Q(pk__in=sites.values("pk")) | Q(pk=known.site_id))
    return OffHubForm(
        typed,
        person=request.user,
        sites=sites.order_by("title", "pk"),
        today=timezone.localdate(),
        known=known,
    )
