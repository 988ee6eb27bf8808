from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read

from ..actions.reviewing import UnableToDecide, approve_change, ask_for_a_change, note
from ..actions.sending import UnableToWithdraw, withdraw_change
from ..editing import number_in
from ..forms.notes import NoteForm
from ..models import ProfileChange
from ..permissions import can_keep, can_review
from ..reviewing import looked_at
from .kept import kept_site

# Two forms for words stand on one page.
ASK = "ask"


@login_required
@require_safe
def change(request: MemberRequest, pk: int) -> HttpResponse:
    found = _change_at(request, pk)
    mark_subject_read(found, by=request.user, at=timezone.now())
    context = looked_at(found, request.user) | {
        "form": NoteForm(),
        "ask_form": NoteForm(prefix=ASK),
    }
    return render(request, "mentorsites/change.html", context)


@login_required
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    site = kept_site(request, pk)
    waiting = get_object_or_404(ProfileChange.objects.open(), site=site)
    try:
        withdraw_change(waiting, by=request.user, at=timezone.now())
    except UnableToWithdraw as error:
        messages.error(request, str(error))
        return redirect(waiting)
    messages.success(request, "Taken back. Your draft is still here.")
    return redirect("mentorsites:profile", pk)


@login_required
@require_POST
def add_note(request: MemberRequest, pk: int) -> HttpResponse:
    found = _change_at(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = looked_at(found, request.user) | {"form": form, "ask_form": NoteForm(prefix=ASK)}
        return render(request, "mentorsites/change.html", context, status=422)
    is_own = can_keep(request.user, found.site)
    text, now = form.cleaned_data["text"], timezone.now()
    note(found, text=text, by=request.user, at=now, is_from_reviewer=not is_own)
    messages.success(request, "The other side has been told.")
    return redirect(found)


@login_required
@require_POST
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    found = _change_to_review(request, pk)
    try:
        approve_change(found, seen=_seen(request), by=request.user, at=timezone.now())
    except UnableToDecide as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Approved. Those who keep the site have been told.")
    return redirect(found)


@login_required
@require_POST
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    found = _change_to_review(request, pk)
    form = NoteForm(request.POST, prefix=ASK)
    if not form.is_valid():
        context = looked_at(found, request.user) | {"form": NoteForm(), "ask_form": form}
        return render(request, "mentorsites/change.html", context, status=422)
    words, now = form.cleaned_data["text"], timezone.now()
    try:
        ask_for_a_change(found, words=words, seen=_seen(request), by=request.user, at=now)
    except UnableToDecide as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Sent back with your words.")
    return redirect(found)


def _change_at(request: MemberRequest, pk: int) -> ProfileChange:
    changes = ProfileChange.objects.visible_to(request.user)
    return get_object_or_404(changes.select_related("site", "sent_by", "decided_by"), pk=pk)


def _change_to_review(request: MemberRequest, pk: int) -> ProfileChange:
    found = _change_at(request, pk)
    if not can_review(request.user, found.site):
        raise Http404
    return found


def _seen(request: MemberRequest) -> int:
    return number_in(request.POST.get("revision", ""))
