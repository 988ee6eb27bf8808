from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

# Written at most this often, so that reading pages does not write to the database each time.
SEEN_EVERY = 300


class SessionLimitsMiddleware:
    """Ends sessions that are too old or were idle too long; shorter for whoever may edit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session cookie there is nobody to ask for.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._enforce(request)
        return self.get_response(request)

    @staticmethod
    def _enforce(request: HttpRequest) -> None:
        now = int(timezone.now().timestamp())
        started = request.session.setdefault("started_at", now)
        seen = request.session.setdefault("seen_at", now)
        staff = request.path.startswith("/admin/") or request.user.is_staff
        longest, pause = settings.STAFF_SESSION_LIMITS if staff else settings.MEMBER_SESSION_LIMITS
        if now - started > longest or now - seen > pause:
            logout(request)
        elif now - seen > SEEN_EVERY:
            request.session["seen_at"] = now
