from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .searching import search_pages


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    results = search_pages(
        request.GET.get("q", ""),
        reader=request.user,
        kind=request.GET.get("kind", ""),
        page=request.GET.get("page"),
    )
    return render(request, "search/search.html", {"results": results})
