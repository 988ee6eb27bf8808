"""Answers for what went wrong. What is forbidden and what is absent look the same."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

# What is never shown back, whatever its form calls it.
SECRET = re.compile(r"pass|secret|code|token|credential", re.IGNORECASE)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    # Nothing of the exception is shown: it may name what the reader must not know of.
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without context: whatever broke may break the context too.
    return render(None, "500.html", status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return send_again(request)


def send_again(
    request: HttpRequest, *, signed_out: bool = False, too_often: str = "", status: int = 403
) -> HttpResponse:
    """What somebody sent and could not be taken: shown back, with a button that sends it again.

    `too_often` says that somebody has to wait, and how long.
    """
    posted = [
        {
            "name": name,
            "label": _as_words(name),
            "value": value,
            "is_long": len(value) > 60 or "\n" in value,
        }
        for name, values in request.POST.lists()
        for value in values
        if not SECRET.search(name)
    ]
    context = {
        "posted": posted,
        "has_secrets": any(SECRET.search(name) and "csrf" not in name for name in request.POST),
        # A form that another site sent here is shown, not offered: one click would do its will.
        "may_send": _is_from_here(request),
        "signed_out": signed_out,
        "too_often": too_often,
        "address": request.get_full_path(),
    }
    return render(request, "403_csrf.html", context, status=status)


def _as_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _is_from_here(request: HttpRequest) -> bool:
    if origin := request.headers.get("Origin"):
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
