from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def same_for_everyone(view: View) -> View:
    """Marks what `view` answers as the same for every visitor, so that it may be kept.

    Only for views that look at nothing but the address and the database. A request that brings any
    cookie is never answered from the cache and never fills it, whatever the mark.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.same_for_everyone = True  # type: ignore[attr-defined]
        return response

    return marked
