"""What was asked for without a site."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hub.accounts.requests import MemberRequest

from ..reports.period import Period
from ..unmet import unmet_places, unmet_topics
from .staff_only import for_staff


@for_staff
@require_safe
def unmet(request: MemberRequest) -> HttpResponse:
    period = Period.read(request.GET.dict(), today=localdate())
    context = {
        "period": period,
        "typed": {"from": request.GET.get("from"), "until": request.GET.get("until")},
        "topics": unmet_topics(request.user, period),
        "places": unmet_places(request.user, period),
    }
    status = 422 if period.mistakes else 200
    return render(request, "mentoring/unmet.html", context, status=status)
