"""The search page and what helps while typing."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ..actions import count_click, note_unanswered
from ..asked import Asked
from ..finding import find
from ..models import SavedSearch
from ..promotions import promoted_for
from ..queries import clean
from ..suggesting import suggest
from .often import not_too_often, not_while_typing_wildly


@require_safe
@not_too_often
def search(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(request.GET)
    at = timezone.now()
    results = find(asked, reader=request.user, at=at)
    if results.rows is not None and not results.total and asked.query:
        note_unanswered(asked.query, by=request, at=at)
    saved = SavedSearch.objects.visible_to(request.user).filter(parameters=asked.address())
    context = {
        "results": results,
        "asked": asked,
        "sorts": asked.sorts,
        "promoted": promoted_for(asked, reader=request.user, at=at),
        "saved": saved.first() if request.user.is_authenticated else None,
    }
    return render(request, "search/search.html", context)


@require_safe
@not_while_typing_wildly
def suggestions(request: HttpRequest) -> HttpResponse:
    """The same list as links, for whoever has no JavaScript or wants a page of its own."""
    query = clean(request.GET.get("q", ""))
    found = suggest(query, reader=request.user)
    return render(request, "search/suggestions.html", {"query": query, "suggestions": found})


@require_safe
@not_while_typing_wildly
def suggestions_json(request: HttpRequest) -> JsonResponse:
    found = suggest(clean(request.GET.get("q", "")), reader=request.user)
    rows = [{"title": one.title, "kind": one.kind, "url": one.url} for one in found]
    return JsonResponse({"suggestions": rows})


# A beacon sends no token; all it can do is raise one of a hundred counters by one.
@csrf_exempt
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    position = request.POST.get("position", "")
    if position.isdecimal() and len(position) < 5:
        count_click(int(position), at=timezone.now())
    return HttpResponse(status=204)
