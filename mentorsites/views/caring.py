"""“Still right?”: one click says yes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read

from ..actions.caring import care_of, confirm_site
from ..confirmed import confirmed_by_their_site
from ..permissions import can_keep, sites_kept_or_edited_by


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: MemberRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(sites_kept_or_edited_by(request.user), pk=pk)
    now = timezone.now()
    if request.method == "POST":
        confirm_site(site, by=request.user, at=now)
        messages.success(request, "Thank you. Readers see that the profile is up to date.")
        is_theirs = can_keep(request.user, site)
        return redirect("mentorsites:own") if is_theirs else redirect("mentorsites:people", site.pk)
    care = care_of(site, at=now)
    mark_subject_read(care, by=request.user, at=now)
    context = {"site": site, "care": care, "keeps": can_keep(request.user, site)}
    context["is_by_site"] = bool(confirmed_by_their_site([care]))
    return render(request, "mentorsites/still_right.html", context)
