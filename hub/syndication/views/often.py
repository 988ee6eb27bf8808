from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from hub.accounts.limits import allow, answers_429, network_key, too_many


def not_too_many(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A file holds a whole list: it costs more than a page, and may be asked for less often."""

    @wraps(view)
    def limited(request: HttpRequest, **named: Any) -> HttpResponse:
        refusal = allow("list_file", network_key(request), at=timezone.now())
        if refusal is None:
            return view(request, **named)
        if named.get("ending") == "json":
            return answers_429(JsonResponse({"message": refusal.words}), refusal.seconds)
        return too_many(request, refusal)

    return limited
