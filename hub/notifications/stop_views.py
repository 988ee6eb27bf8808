"""Stopping mail from the mail itself: no sign-in, and never at a mere look at the address."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hub.accounts.models import User

from .actions import change_settings, follow
from .models import Follow, MailSettings
from .stopping import AT_ONCE, DIGEST, FOLLOW, REVIEWS, Stop, read_token
from .subjects import find_subject, name_of

LESS = "less"


# Mail programs press the button without a cookie; the token in the address says who it is.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    wanted = read_token(token)
    if wanted is None:
        raise Http404
    person = get_object_or_404(User.objects.present(), pk=wanted.person)
    # Once a month is little already: that one is only stopped.
    wants_less = wanted.scope != REVIEWS and request.POST.get("choice") == LESS
    if request.method == "POST":
        CHANGES[wanted.scope](wanted, person, wants_less, timezone.now())
    context = {
        "scope": wanted.scope,
        "title": _title(wanted, person),
        "is_done": request.method == "POST",
        "wants_less": wants_less,
    }
    return render(request, "notifications/stop.html", context)


def _subject(wanted: Stop, person: User) -> Any:
    if wanted.key is None:
        return None
    model = ContentType.objects.get_for_id(wanted.key[0]).model_class()
    return find_subject(model._meta.label_lower, wanted.key[1], person) if model else None


def _title(wanted: Stop, person: User) -> str:
    # Whoever has the link reads the name of what the mail was about, and only while it may be seen.
    subject = _subject(wanted, person)
    return name_of(subject) if subject is not None else ""


def _change_follow(wanted: Stop, person: User, wants_less: bool, at: datetime) -> None:
    level = Follow.Level.NORMAL if wants_less else Follow.Level.MUTE
    subject = _subject(wanted, person)
    if subject is not None:
        follow(subject, by=person, at=at, level=level)
    elif wanted.key is not None:
        # What may not be seen today may be seen again tomorrow: it stays as it was asked for.
        Follow.objects.of(person).to_any([wanted.key]).update(level=level)


def _change_at_once(wanted: Stop, person: User, wants_less: bool, at: datetime) -> None:
    digest = {"digest": MailSettings.Digest.DAILY} if wants_less else {}
    change_settings(person, by=person, at=at, sends_at_once=False, **digest)


def _change_digest(wanted: Stop, person: User, wants_less: bool, at: datetime) -> None:
    digest = MailSettings.Digest.WEEKLY if wants_less else MailSettings.Digest.NONE
    change_settings(person, by=person, at=at, digest=digest)


def _change_reviews(wanted: Stop, person: User, wants_less: bool, at: datetime) -> None:
    change_settings(person, by=person, at=at, gets_review_lists=False)


CHANGES: dict[str, Callable[[Stop, User, bool, datetime], None]] = {
    FOLLOW: _change_follow,
    AT_ONCE: _change_at_once,
    DIGEST: _change_digest,
    REVIEWS: _change_reviews,
}
