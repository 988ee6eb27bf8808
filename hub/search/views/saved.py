"""Searches that a member keeps."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ..actions import forget_search, save_search, set_alert
from ..asked import Asked
from ..models import SavedSearch


@login_required
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    searches = SavedSearch.objects.visible_to(request.user).newest_first()
    return render(request, "search/saved.html", {"searches": searches})


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(QueryDict(request.POST.get("search", "")[:1000]))
    if asked.is_empty:
        return redirect("search:search")
    save_search(asked, by=request.user, at=timezone.now())
    return redirect("search:saved")


@login_required
@require_POST
def toggle_alert(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    set_alert(search, wanted=request.POST.get("alert") == "on", at=timezone.now())
    return redirect("search:saved")


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    forget_search(search)
    return redirect("search:saved")
