"""The board of requests."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.requests import MemberRequest

from ..board import BY_NAME, TABS, counts_by_tab, turn_board
from ..board_filters import Filters, choices
from .staff_only import for_staff


@for_staff
@require_safe
def board(request: MemberRequest) -> HttpResponse:
    now, filters = timezone.now(), Filters.read(request.GET.dict())
    tab = BY_NAME.get(request.GET.get("status", ""), TABS[0])
    counts = counts_by_tab(request.user, filters, at=now)
    after = request.GET.get("after", "")
    context = {
        "tab": tab,
        "tabs": [(one, counts.get(one.name, "")) for one in TABS],
        "leaf": turn_board(request.user, tab, filters, after=after, at=now),
        "filters": filters,
        "choices": choices(),
    }
    return render(request, "mentoring/board.html", context)
