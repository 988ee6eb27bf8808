"""Answers that are the same for everybody: other sites may read them, and unchanged is a 304."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response

from .page_cache import same_for_everyone


def shared(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For a view that looks at nobody. Its bytes make the ETag."""

    @same_for_everyone
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        if isinstance(response, HttpResponse) and response.status_code == 200:
            response = unless_known(request, response)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
        return response

    return wrapped


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """`response` with its ETag, or 304 when whoever asks has these bytes already."""
    etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    # By the bytes alone: the newest date of a list stays when something is taken from it.
    return get_conditional_response(request, etag, None, response) or response
