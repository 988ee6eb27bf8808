"""The load of the sites."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.requests import MemberRequest

from ..load import loads_of, sites_to_look_at
from .staff_only import for_staff

PAGE = 50


@for_staff
@require_safe
def load(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    pages = Paginator(sites_to_look_at(request.user, at=now), PAGE)
    sites = pages.get_page(request.GET.get("page"))
    context = {"sites": sites, "loads": loads_of(sites, at=now)}
    return render(request, "mentoring/load.html", context)
