"""Saved things: one's own list, with notes only its owner reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from hub.accounts.requests import MemberRequest
from hub.notifications.subjects import address_of, find_subject

from .actions import change_note as write_note
from .actions import remove_bookmark, save_bookmark
from .forms import BookmarkForm
from .models import Bookmark
from .saving import saved_things


@login_required
@require_safe
def saved(request: MemberRequest) -> HttpResponse:
    leaf = saved_things(request.user, after=request.GET.get("after", ""))
    return render(request, "people/saved.html", {"leaf": leaf})


@login_required
@require_POST
def save(request: MemberRequest) -> HttpResponse:
    number = request.POST.get("number", "")
    subject = (
        find_subject(request.POST.get("kind", ""), int(number), request.user)
        if number.isdecimal() and len(number) < 18
        else None
    )
    if subject is None:
        raise Http404
    save_bookmark(subject, by=request.user, at=timezone.now())
    messages.success(request, "Saved. You find it on your list of saved things.")
    return redirect(address_of(subject))


@login_required
@require_POST
def change_note(request: MemberRequest, pk: int) -> HttpResponse:
    bookmark = get_object_or_404(Bookmark.objects.visible_to(request.user), pk=pk)
    form = BookmarkForm(request.POST, instance=bookmark)
    if not form.is_valid():
        leaf = saved_things(request.user, after="", with_form=form)
        return render(request, "people/saved.html", {"leaf": leaf}, status=422)
    write_note(bookmark, note=form.cleaned_data["note"])
    messages.success(request, "Your note is saved.")
    return redirect("people:saved")


@login_required
@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    bookmark = get_object_or_404(Bookmark.objects.visible_to(request.user), pk=pk)
    remove_bookmark(bookmark)
    messages.success(request, "Removed from your saved things.")
    back = request.POST.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else "people:saved")
