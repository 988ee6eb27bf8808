"""What every answer carries, and what no request may bring."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


class ResponseHeadersMiddleware:
    """Headers that Django does not set: permissions, reporting, and who may keep a copy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Reporting-Endpoints", settings.REPORTING_ENDPOINTS)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = self._cache_control(request, response)
        return response

    @staticmethod
    def _cache_control(request: HttpRequest, response: HttpResponse) -> str:
        # One shared copy of a page made for one person is a leak: whatever knows a session, or
        # starts one, is for that browser alone.
        personal = settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies
        if personal:
            patch_vary_headers(response, ["Cookie"])
        return "private, no-store" if personal else "no-cache"


class ContentSecurityPolicyMiddleware:
    """Gives Wagtail's editor the policy it needs; everywhere else the strict one stays."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            self._let_previews_be_framed(response)
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    @staticmethod
    def _let_previews_be_framed(response: HttpResponse) -> None:
        # A preview has been answered as the page itself would be, with the page's own policy.
        if policy := response.headers.get("Content-Security-Policy"):
            response.headers["Content-Security-Policy"] = policy.replace(
                "frame-ancestors 'none'", "frame-ancestors 'self'"
            )


class GarbageParametersMiddleware:
    """Takes NUL bytes out of the query string: no database column can hold one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query or "\x00" in query:
            # Again and again: what is left of "%%0000" is one more.
            query = query.replace("%00", "").replace("\x00", "")
            request.META["QUERY_STRING"] = query
        return self.get_response(request)


class SharedSurfacesMiddleware:
    """Puts cookies aside where everybody gets the same: there no session is read or written.

    Feeds, site maps and the API never look at who asks (SHARED_SURFACES); a cookie that somebody's
    browser sends along must change neither their bytes nor who may keep a copy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_shared = re.compile(settings.SHARED_SURFACES).match

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.is_shared(request.path):
            return self.get_response(request)
        knows_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {}
        response = self.get_response(request)
        if knows_session:
            # One rule without exceptions is easier to keep than the best cache.
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        return response
