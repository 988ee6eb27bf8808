"""Answering in a thread."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hub.accounts.requests import MemberRequest

from ..access import Access
from ..actions.posting import UnableToPost, reply
from ..composing import Attempt, attempt, count_act, sending_of
from ..forms import ReplyForm
from ..models import Post, Standing
from ..permissions import can_reply
from ..quoting import quoted
from ..speaking import pages_spoken_for
from ..standing import standing_of
from .finding import access_for, open_thread_or_404, post_or_404
from .writing import after_posting, cannot_write, form_page


@login_required
@form_page
def write_reply(request: MemberRequest, pk: int, slug: str) -> HttpResponse:
    at, access = timezone.now(), access_for(request)
    try:
        thread = open_thread_or_404(pk, access)
    except Http404:
        return _lost(request)
    if not can_reply(request.user, thread, at=at):
        # Locked or silenced in the meantime.
        return cannot_write(request, forum=thread.forum, thread=thread)
    target = _target(request, thread, access)
    tried = attempt(request, partial(_form, request, thread, target, at))
    if tried.is_ready and (posted := count_act(tried, "reply", request.user)):
        return redirect(posted)
    if tried.is_ready:
        return _reply(request, tried, thread, target)
    return tried.answer(request, "forums/reply.html", _context(thread, target))


def _lost(request: MemberRequest) -> HttpResponse:
    """Nothing is there for this reader; what they typed meanwhile is still theirs."""
    if request.method == "POST":
        return cannot_write(request, forum=None, status=404)
    raise Http404


def _form(
    request: MemberRequest, thread: Any, target: Post | None, at: datetime, data: Any, files: Any
) -> ReplyForm:
    initial = {"reply_to": target.number if target else None} | (thread.my_draft or {})
    initial |= {"speaks_as": request.GET["as"]} if "as" in request.GET else {}
    if target and "quote" in request.GET:
        initial["body"] = quoted(target, request.user) + initial.get("body", "")
    form = ReplyForm(
        data,
        files,
        person=request.user,
        forum=thread.forum,
        standing=_standing(request, thread, at),
        at=at,
        initial=initial | {"seq": thread.my_draft_seq or 0},
        speakers=pages_spoken_for(request.user, thread),
    )
    form.thread_id = thread.pk
    return form


def _standing(request: MemberRequest, thread: Any, at: datetime) -> Standing:
    """How the writer stands; who is no longer new needs no look at anything else."""
    if thread.i_am_member:
        return Standing(person=request.user, member_since=at)
    return standing_of(request.user, at=at)


def _reply(
    request: MemberRequest, tried: Attempt, thread: Any, target: Post | None
) -> HttpResponse:
    form = tried.form
    try:
        post = reply(
            thread,
            words=form.words,
            by=request.user,
            at=form.at,
            standing=form.standing,
            reply_to=form.cleaned_data.get("reply_to"),
            sending=sending_of(form, request.user),
            has_draft=thread.my_draft_seq is not None,
        )
    except UnableToPost as error:
        form.add_error(None, str(error))
        return tried.answer(request, "forums/reply.html", _context(thread, target))
    return after_posting(request, form, thread, post)


def _context(thread: Any, target: Post | None) -> dict[str, Any]:
    return {
        "thread": thread,
        "forum": thread.forum,
        "target": target,
        "draft_key": f"thread:{thread.pk}",
    }


def _target(request: MemberRequest, thread: Any, access: Access) -> Post | None:
    """The post that is answered, if it is there for the reader."""
    text = request.POST.get("reply_to") or request.GET.get("to") or ""
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        return None
    try:
        return post_or_404(thread.pk, int(text), access)
    except Http404:
        return None
