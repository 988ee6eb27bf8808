from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.people.models import Program

from ..comparing import LEAST, MOST, beside_program, chosen_sites, groups_of, suggested_sites


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    sites = chosen_sites(request.GET.getlist("site"), request.user, at=at)
    if not LEAST <= len(sites) <= MOST:
        suggested = suggested_sites(sites, request.user, at=at)
        context = {"sites": sites, "suggested": suggested, "is_too_many": len(sites) > MOST}
        status = 422 if len(sites) > MOST else 200
        return render(request, "mentorsites/choose.html", context, status=status)
    only_different = request.GET.get("only") == "differences"
    context = {
        "sites": sites,
        "groups": groups_of(sites, only_different=only_different),
        "only_different": only_different,
        "can_be_asked": [site for site in sites if site.takes_requests and not site.has_ended],
        "matches": beside_program(sites, _program_of(request.user)),
    }
    return render(request, "mentorsites/compare.html", context)


def _program_of(reader: Any) -> Program | None:
    # Looked up, not made: looking at sites leaves no trace.
    return Program.objects.filter(person=reader.pk).first() if reader.is_authenticated else None
