"""One's own sites: where each stands and what waits there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.requests import MemberRequest

from ..keeping import own_sites


@login_required
@require_safe
def own(request: MemberRequest) -> HttpResponse:
    sites = own_sites(request.user, at=timezone.now())
    return render(request, "mentorsites/own.html", {"sites": sites})
