"""Answers visitors from what was answered before, and keeps what may be answered again."""

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from .editions import asked_once, edition
from .turning import seconds_until_next_turn

GetResponse = Callable[[HttpRequest], HttpResponse]
# Bytes of an answer, characters of an address: what is larger is made anew each time.
LARGEST, LONGEST_ADDRESS = 500_000, 500
# Stands in a kept page where each answer has a random word of its own for its scripts.
NONCE = b"@@nonce-of-this-answer@@"
HIT = "X-Page-Cache"


@dataclass(frozen=True)
class Kept:
    # Packed: a thousand pages fit into some ten megabytes.
    content: bytes
    headers: dict[str, str]
    etag: str


class PageCacheMiddleware:
    """A request with any cookie but the one against forgery, or with credentials, passes by.

    What is kept was answered to such a bare request, marked by its view, complete, and set no
    cookie: it cannot hold anything of a person.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGES_KEPT_FOR:
            return self.get_response(request)
        with asked_once():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not is_bare(request):
            return self.get_response(request)
        # Read first: what is answered under a name may be newer than the name, never older.
        key = key_of(request, edition())
        kept = caches["pages"].get(key)
        if kept is None:
            began = timezone.now()
            response = self.get_response(request)
            if not may_be_kept(response):
                return response
            kept = keep(request, response, key, began=began)
            is_hit = False
        else:
            is_hit = True
        return answer(request, kept, is_hit=is_hit)


def is_bare(request: HttpRequest) -> bool:
    """Whether nothing in the request says who asks."""
    return (
        request.method in ("GET", "HEAD")
        and not set(request.COOKIES) - {settings.CSRF_COOKIE_NAME}
        and "Authorization" not in request.headers
        and "Range" not in request.headers
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def key_of(request: HttpRequest, edition: str) -> str:
    # Names in any order are the same page; values of one name are not.
    query = urlencode(sorted(request.GET.lists()), doseq=True)
    address = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
    return f"page:{edition}:{hashlib.sha256(address.encode()).hexdigest()}"


def may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and getattr(response, "same_for_everyone", False)
        and not response.streaming
        and not response.cookies
        and len(response.content) <= LARGEST
        # A word against forgery belongs to one browser.
        and b"csrfmiddlewaretoken" not in response.content
        and {name.strip().lower() for name in response.get("Vary", "").split(",")} <= {"", "cookie"}
    )


def keep(request: HttpRequest, response: HttpResponse, key: str, *, began: datetime) -> Kept:
    content, nonce = response.content, getattr(request, "_csp_nonce", None)
    if nonce:
        content = content.replace(nonce.encode(), NONCE)
    # For a HEAD request the view may have left the content out: then nothing is kept.
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    kept = Kept(zlib.compress(content, 1), dict(response.headers), etag)
    if request.method == "GET":
        seconds = min(settings.PAGES_KEPT_FOR, seconds_until_next_turn(began))
        if seconds > 0:
            caches["pages"].set(key, kept, seconds)
    return kept


def answer(request: HttpRequest, kept: Kept, *, is_hit: bool) -> HttpResponse:
    response: HttpResponse
    if _knows(request, kept.etag):
        response = HttpResponseNotModified()
    else:
        content = zlib.decompress(kept.content)
        if NONCE in content:
            content = content.replace(NONCE, str(request.csp_nonce).encode())  # type: ignore[attr-defined]
        response = HttpResponse(content, headers=kept.headers)
    response.headers["ETag"] = kept.etag
    response.headers[HIT] = "hit" if is_hit else "miss"
    # Whoever keeps a copy outside must know that one with a cookie is another page.
    patch_vary_headers(response, ["Cookie"])
    return response


def _knows(request: HttpRequest, etag: str) -> bool:
    return etag in parse_etags(request.headers.get("If-None-Match", ""))
