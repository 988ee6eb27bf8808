"""Opening an alias, by two trust officers. For everybody else there is nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hub.accounts.requests import MemberRequest
from hub.accounts.second_step import second_step_required
from hub.accounts.step_up import recently_confirmed
from hub.notifications.actions import mark_subject_read

from ..actions.unsealing import (
    UnableToUnseal,
    agree_to_open,
    ask_to_open,
    refuse_to_open,
    show_author,
    was_shown,
)
from ..models import Level, Post, SealOpening
from ..permissions import OPEN_SEAL
from ..seal_forms import SealForm
from ..titles import title_for
from .finding import access_for

View = Callable[..., HttpResponse]


def for_holders_of(permission: str) -> Callable[[View], View]:
    """404 for everybody without `permission`; for whoever has it, both steps and a fresh look."""

    def decorate(view: View) -> View:
        confirmed = second_step_required(recently_confirmed(view))

        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.has_perm(permission):
                raise Http404
            return confirmed(request, *args, **kwargs)

        return guarded

    return decorate


def sees_forum_of(request: HttpRequest, post: Post) -> bool:
    """Whether an officer may know more of a post's thread than its number."""
    return access_for(request).can(Level.SEE, post.thread.forum_id)


@login_required
@require_safe
def officers(request: MemberRequest, pk: int) -> HttpResponse:
    """From the page of a thread to what officers ask for about one of its posts."""
    number = request.GET.get("number", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 8):
        raise Http404
    name = "forums:ask_purge" if request.GET.get("do") == "purge" else "forums:ask_seal"
    return redirect(name, pk, int(number))


@for_holders_of(OPEN_SEAL)
@require_safe
def seals(request: MemberRequest) -> HttpResponse:
    openings = SealOpening.objects.visible_to(request.user).select_related(
        "alias__thread", "asked_by", "second_by"
    )
    access, found = access_for(request), openings.order_by("-asked_at", "-pk")[:50]
    rows = [(one, title_for(one.alias.thread, access)) for one in found]
    return render(request, "forums/seals.html", {"openings": rows})


@for_holders_of(OPEN_SEAL)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_seal(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    posts = Post.objects.exclude(alias=None).select_related("alias__thread__forum", "thread")
    post = get_object_or_404(posts, thread=pk, number=number)
    form = SealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and post.alias is not None:
        try:
            opening = ask_to_open(
                post.alias, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except UnableToUnseal as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Asked. The other trust officers are told.")
            return redirect(opening)
    status = 422 if form.errors else 200
    context = {"form": form, "post": post, "sees_forum": sees_forum_of(request, post)}
    return render(request, "forums/ask_seal.html", context, status=status)


@for_holders_of(OPEN_SEAL)
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: MemberRequest, pk: int) -> HttpResponse:
    openings = SealOpening.objects.visible_to(request.user)
    opening = get_object_or_404(
        openings.select_related("alias__thread", "asked_by", "second_by"), pk=pk
    )
    if request.method == "POST":
        return _answer(request, opening)
    mark_subject_read(opening, by=request.user, at=timezone.now())
    return render(request, "forums/seal.html", _context(request, opening))


def _context(request: MemberRequest, opening: SealOpening) -> dict[str, Any]:
    now, reader = timezone.now(), request.user
    is_one_of_two = reader in (opening.asked_by, opening.second_by)
    return {
        "opening": opening,
        "title": title_for(opening.alias.thread, access_for(request)),
        "may_answer": opening.is_waiting(now) and opening.asked_by != reader,
        "may_see": is_one_of_two and opening.is_shown(now) and not was_shown(opening, reader),
        "is_waiting": opening.is_waiting(now),
    }


def _answer(request: MemberRequest, opening: SealOpening) -> HttpResponse:
    acts = {"agree": agree_to_open, "refuse": refuse_to_open}
    do, now = request.POST.get("do", ""), timezone.now()
    try:
        if do == "show":
            return _show(request, opening)
        if do in acts:
            acts[do](opening, by=request.user, at=now)
    except UnableToUnseal as error:
        messages.error(request, str(error))
    return redirect(opening)


def _show(request: MemberRequest, opening: SealOpening) -> HttpResponse:
    person = show_author(opening, to=request.user, at=timezone.now())
    response = render(request, "forums/seal_shown.html", {"opening": opening, "person": person})
    # Shown once: not again by the button that goes back.
    response.headers["Cache-Control"] = "private, no-store"
    return response
