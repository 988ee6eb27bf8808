"""Changing and removing what one wrote."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hub.accounts.limits import allow
from hub.accounts.requests import MemberRequest

from ..actions.editing import edit_post, edit_thread, remove_post
from ..composing import attempt, refuse
from ..forms import EditForm, EditThreadForm
from ..limits import key_of
from ..models import Post, Standing, Thread
from ..permissions import can_change_thread, can_edit, can_remove, owns
from ..standing import standing_of
from .finding import access_for, post_or_404, thread_or_404
from .writing import after_posting, cannot_write, draft_of, form_page


@login_required
@form_page
def edit(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    at, access = timezone.now(), access_for(request)
    post, standing = post_or_404(pk, number, access), standing_of(request.user, at=at)
    if not can_edit(request.user, post, standing=standing, at=at):
        return _too_late(request, post)
    tried = attempt(request, partial(_form, request, post, standing, at))
    if tried.is_ready and (refusal := allow("edit", key_of(request.user), at=at)):
        refuse(tried, refusal)
    if not tried.is_ready:
        return tried.answer(request, "forums/edit.html", _context(post))
    form = tried.form
    reason = form.cleaned_data["reason"]
    changed = edit_post(post, words=form.words, by=request.user, at=at, reason=reason)
    return after_posting(request, form, post.thread, changed)


def _too_late(request: MemberRequest, post: Post) -> HttpResponse:
    """Locked or out of time while somebody typed: the words are given back."""
    if request.method == "POST" and owns(request.user, post):
        return cannot_write(request, forum=post.thread.forum, thread=post.thread)
    raise Http404


def _form(
    request: MemberRequest, post: Post, standing: Standing, at: datetime, data: Any, files: Any
) -> EditForm:
    return EditForm(
        data,
        files,
        person=request.user,
        forum=post.thread.forum,
        standing=standing,
        at=at,
        initial={"body": post.source} | draft_of(request, _draft_key(post)),
    )


def _draft_key(post: Post) -> str:
    """Nothing under an alias: the row would name who wrote it."""
    return "" if post.alias_id else f"post:{post.pk}"


def _context(post: Post) -> dict[str, Any]:
    thread = post.thread
    return {
        "post": post,
        "thread": thread,
        "forum": thread.forum,
        "draft_key": _draft_key(post),
    }


@login_required
@form_page
def remove(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Asks once, then removes one's own post; a line stays in its place."""
    post = post_or_404(pk, number, access_for(request))
    if not can_remove(request.user, post):
        raise Http404
    if request.method != "POST":
        return render(request, "forums/remove.html", _context(post))
    remove_post(post, by=request.user, at=timezone.now())
    messages.success(request, "Removed. A line stays in its place, so that answers make sense.")
    post.thread.refresh_from_db()
    is_left = post.thread.state == Thread.State.LIVE
    return redirect(post.thread if is_left else post.thread.forum)


@login_required
@form_page
def edit_title(request: MemberRequest, pk: int) -> HttpResponse:
    """Title, topics and place: by whoever asked, and by facilitators."""
    at, thread = timezone.now(), thread_or_404(pk, access_for(request))
    if not can_change_thread(request.user, thread, at=at):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = EditThreadForm(data, initial=_initial(thread), person=request.user)
    if not form.is_valid():
        context = {"thread": thread, "forum": thread.forum, "form": form}
        return render(
            request, "forums/edit_thread.html", context, status=422 if form.is_bound else 200
        )
    edit_thread(thread, **form.changes, by=request.user, at=at)
    return redirect(thread)


def _initial(thread: Thread) -> dict[str, Any]:
    return {"title": thread.title, "topics": thread.topics.all(), "place": thread.place}
