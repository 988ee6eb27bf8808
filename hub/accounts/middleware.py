from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from hub.core.errors import send_again

from .limits import Refusal, allow, answers_429, reader_key, too_many
from .second_step import lacks_second_step, send_to_enrollment

GetResponse = Callable[[HttpRequest], HttpResponse]
# Written at most this often, so that reading pages does not write to the database each time.
SEEN_EVERY = 300
# Asked by machines of our own, or with a rule of their own.
NOT_COUNTED = ("/-/", "/search/suggestions", "/api/")
# Where editors, reviewers, stewards, officers and managers do what others cannot.
GUARDED = (
    "/admin/",
    "/my/",
    "/editing/",
    "/forums/review/",
    "/forums/seals/",
    "/forums/purges/",
    "/my-sites/",
    "/mentoring/",
)
# They lead away from the editors' side, whoever asks.
WAYS_OUT = ("/admin/login/", "/admin/logout/")


class AllRequestsLimitMiddleware:
    """Slows down whoever asks for more pages than a person can read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LIMIT_READING and not request.path.startswith(NOT_COUNTED):
            rule = "asset" if request.path.startswith(settings.MEDIA_URL) else "any_request"
            if refusal := allow(rule, reader_key(request), at=timezone.now()):
                return self._refuse(request, refusal)
        return self.get_response(request)

    @staticmethod
    def _refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        if request.method != "POST":
            return too_many(request, refusal)
        # What was written is shown back: nothing here knows the page that it came from.
        response = send_again(request, too_often=refusal.words, status=429)
        return answers_429(response, refusal.seconds)


class SessionLimitsMiddleware:
    """Ends sessions that are too old or were idle too long; shorter for whoever may edit.

    A suspended person's sessions end here, too, at the next thing they ask for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session cookie there is nobody to ask for.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._enforce(request)
        return self.get_response(request)

    @staticmethod
    def _enforce(request: HttpRequest) -> None:
        user: Any = request.user
        moment = timezone.now()
        now = int(moment.timestamp())
        started = request.session.setdefault("started_at", now)
        seen = request.session.setdefault("seen_at", now)
        longest, pause = settings.STAFF_SESSION_LIMITS
        is_within = now - started <= longest and now - seen <= pause
        # Who is staff costs statements: asked only of a session that is too old for staff.
        if not is_within and not (request.path.startswith("/admin/") or user.is_staff):
            longest, pause = settings.MEMBER_SESSION_LIMITS
            is_within = now - started <= longest and now - seen <= pause
        if not is_within or user.is_suspended(moment):
            logout(request)
        elif now - seen > SEEN_EVERY:
            request.session["seen_at"] = now


class KeepPostedTextMiddleware:
    """Gives back what somebody wrote whose session had ended, instead of only a sign-in page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if self._was_sent_away(request, response):
            return send_again(request, signed_out=True)
        return response

    @staticmethod
    def _was_sent_away(request: HttpRequest, response: HttpResponse) -> bool:
        return (
            request.method == "POST"
            and response.status_code == 302
            and request.user.is_anonymous
            and "text/html" in request.headers.get("Accept", "")
            and response.headers["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?next=")
        )


class SecondStepMiddleware:
    """What powers are used from opens only with the second step that they ask for.

    For a member without the permission there is no editors' side. Wagtail would send them to sign
    in, and signing in would send them back, round and round.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/"):
            user: Any = request.user
            if user.is_authenticated and not user.is_staff and request.path not in WAYS_OUT:
                raise Http404
        if request.path.startswith(GUARDED) and lacks_second_step(request):
            return send_to_enrollment(request)
        return self.get_response(request)
