"""Pages that exist for the network's staff alone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from hub.accounts.second_step import second_step_required

from ..permissions import is_staff

View = Callable[..., HttpResponseBase]


def for_staff(view: View) -> View:
    """For everybody else who is signed in there is no such page."""

    @wraps(view)
    @login_required
    @second_step_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_staff(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
