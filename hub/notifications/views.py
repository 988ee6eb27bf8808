from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.accounts.models import User

from .actions import (
    change_settings,
    follow,
    mark_all_read,
    mark_read,
    settings_of,
    unfollow,
)
from .forms import FollowForm, MailSettingsForm
from .lists import followed_page, news_page, unread_for
from .models import Follow, Notification
from .subjects import address_of, find_subject, key_of, kind_of, name_of, only_visible


def _member(request: HttpRequest) -> User:
    """Who is signed in; behind login_required there is somebody."""
    return cast(User, request.user)


@login_required
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    only_for_me = request.GET.get("show") == "me"
    page = news_page(
        _member(request),
        only_for_me=only_for_me,
        before=request.GET.get("before", ""),
        at=timezone.now(),
    )
    context = {"page": page, "only_for_me": only_for_me, "unread": unread_for(request.user)}
    return render(request, "notifications/list.html", context)


@login_required
@require_safe
def open_news(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the thing itself; who follows this link has read the line."""
    line = _own(request, pk)
    subject = line.subject
    if subject is None:
        raise Http404
    mark_read(line, by=_member(request), at=timezone.now())
    return redirect(address_of(subject))


@login_required
@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    mark_read(_own(request, pk), by=_member(request), at=timezone.now())
    return redirect(_back(request, "/notifications/"))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(_member(request), by=_member(request), at=timezone.now())
    messages.success(request, "Everything is marked as read.")
    return redirect(_back(request, "/notifications/"))


def _own(request: HttpRequest, pk: int) -> Notification:
    lines = Notification.objects.of(request.user).filter(only_visible(request.user))
    return get_object_or_404(lines, pk=pk)


@login_required
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    page = followed_page(_member(request), after=request.GET.get("after", ""))
    context = {"page": page, "levels": Follow.Level.choices, "is_start": "after" not in request.GET}
    return render(request, "notifications/following.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_follow(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """How closely to follow one thing: asked on a page of its own, or posted from elsewhere."""
    subject = find_subject(kind, pk, request.user)
    if subject is None:
        raise Http404
    form = FollowForm(request.POST or None)
    if form.is_valid():
        _set_level(request, subject, form.cleaned_data["level"])
        return redirect(_back(request, address_of(subject)))
    context = _describe(request, subject) | {"form": form}
    return render(
        request, "notifications/follow.html", context, status=422 if form.is_bound else 200
    )


def _set_level(request: HttpRequest, subject: Model, level: str) -> None:
    now, person, title = timezone.now(), _member(request), name_of(subject)
    if level == FollowForm.STOP:
        unfollow(subject, by=person, at=now)
        messages.success(request, f"You no longer follow {title}.")
        return
    follow(subject, by=person, at=now, level=level)
    messages.success(request, f"{title}: {SAID[level]}")


SAID: dict[str, str] = {
    Follow.Level.FOLLOW: "you are told on the hub, in your digest and by e-mail.",
    Follow.Level.NORMAL: "you are told on the hub and in your digest.",
    Follow.Level.MUTE: "you are not told of it.",
}


def _describe(request: HttpRequest, subject: Model) -> dict[str, Any]:
    kept = Follow.objects.of(request.user).to_any([key_of(subject)]).first()
    return {
        "title": name_of(subject),
        "url": address_of(subject),
        "kind": kind_of(subject),
        "pk": subject.pk,
        "level": kept.level if kept else "",
        "levels": Follow.Level.choices,
        "next": request.GET.get("next", ""),
    }


def _back(request: HttpRequest, otherwise: str) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else otherwise


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    kept = settings_of(_member(request), at=now)
    form = MailSettingsForm(request.POST or None, instance=kept)
    if form.is_valid():
        # Whoever chooses here how to get mail gets it again, also after it was refused.
        again = {"refusals": 0, "stopped_at": None}
        member = _member(request)
        change_settings(member, by=member, at=now, **form.cleaned_data, **again)
        messages.success(request, "Saved.")
        return redirect("notifications:settings")
    context = {"form": form, "was_stopped": not kept.gets_mail}
    return render(
        request, "notifications/settings.html", context, status=422 if form.is_bound else 200
    )
