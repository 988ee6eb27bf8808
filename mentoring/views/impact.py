"""The letter that a site shows its council."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.requests import MemberRequest
from hub.accounts.second_step import second_step_required
from mentorsites.models import MentorSitePage
from mentorsites.permissions import can_keep

from ..permissions import is_staff
from ..reports.impact import impact_of

FIRST_YEAR = 2020


@login_required
@second_step_required
@require_safe
def impact(request: MemberRequest, pk: int, year: int) -> HttpResponse:
    site = get_object_or_404(MentorSitePage, pk=pk)
    now = timezone.now()
    if not (is_staff(request.user) or can_keep(request.user, site, at=now)):
        raise Http404
    this_year = timezone.localtime(now).year
    if not FIRST_YEAR <= year <= this_year:
        raise Http404
    context = {
        "site": site,
        "year": year,
        "impact": impact_of(site, year),
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < this_year else None,
        "today": timezone.localdate(now),
        "is_over": year < this_year,
    }
    return render(request, "mentoring/impact.html", context)
