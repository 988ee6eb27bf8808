"""How often somebody may search. The rules themselves are in hub/accounts/limits/rules.py."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone

from hub.accounts.limits import Refusal, allow, answers_429, network_key, reader_key, too_many

from ..queries import clean

View = Callable[..., HttpResponseBase]


def not_too_often(view: View) -> View:
    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # An empty search page is a page like any other.
        refusal = _refusal(request) if request.GET else None
        return _refused(request, refusal) if refusal else view(request, *args, **kwargs)

    return counted


def not_while_typing_wildly(view: View) -> View:
    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = allow("suggestions", reader_key(request), at=timezone.now())
        return _refused(request, refusal) if refusal else view(request, *args, **kwargs)

    return counted


def _refusal(request: HttpRequest) -> Refusal | None:
    at = timezone.now()
    if request.user.is_authenticated:
        return allow("search_member", request.user.pk, at=at)
    return allow("search_anonymous", network_key(request), at=at) or allow(
        "search_everybody", "everybody", at=at
    )


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if request.path.endswith(".json"):
        body = {"error": refusal.words, "suggestions": [], "results": []}
        return answers_429(JsonResponse(body), refusal.seconds)
    return too_many(request, refusal, query=clean(request.GET.get("q", "")))
