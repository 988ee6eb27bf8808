"""What waits for a site."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.requests import MemberRequest
from mentorsites.permissions import sites_kept_by

from ..lists import inbox_of


@login_required
@require_safe
def inbox(request: MemberRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    site = get_object_or_404(sites_kept_by(request.user, at=at), pk=pk)
    found = inbox_of(site, at=at, before=request.GET.get("before", ""))
    response = render(request, "mentoring/inbox.html", {"inbox": found, "site": site, "at": at})
    response.headers["Cache-Control"] = "private, no-store"
    return response
