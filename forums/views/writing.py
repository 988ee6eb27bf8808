"""What all pages share on which something is written. Whatever happens, nothing typed is lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hub.accounts.requests import MemberRequest

from ..checks import Level
from ..models import Draft, Forum, Post, Thread
from ..words import findings_in

form_page = require_http_methods(["GET", "HEAD", "POST"])
HELD = (
    "Thank you. Your post is kept and waits for a moderator; others see it after that. "
    "Usually that takes less than twelve hours."
)
# What no form of ours asks anybody to write.
NOT_TYPED = {
    "csrfmiddlewaretoken",
    "form_key",
    "seq",
    "action",
    "kind",
    "about",
    "reply_to",
    "speaks_as",
    "file",
}


def cannot_write(
    request: MemberRequest,
    *,
    forum: Forum | None,
    thread: Thread | None = None,
    status: int = 403,
    why: str = "",
) -> HttpResponse:
    """Why it cannot be sent, with everything typed to copy – and help, if it sounds like danger.

    `why` is said instead of what the page says by itself of forums and threads.
    """
    typed = "\n\n".join(
        value
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_TYPED and isinstance(value, str) and len(value) > 3
    )
    is_danger = any(one.level == Level.CRISIS for one in findings_in(typed, by=request.user))
    context = {
        "forum": forum,
        "thread": thread,
        "typed": typed,
        "is_danger": is_danger,
        "why": why,
    }
    return render(request, "forums/may_not_write.html", context, status=status)


def after_posting(request: MemberRequest, form: Any, thread: Thread, post: Post) -> HttpResponse:
    """Where a writer goes: to the post; to help, when the words sounded like danger."""
    if form.words.has(Level.CRISIS):
        return redirect("forums:care")
    if post.is_live:
        return redirect(post)
    messages.success(request, HELD)
    return redirect(thread) if post.is_first else redirect(post)


def draft_of(request: MemberRequest, key: str) -> dict[str, Any]:
    """What somebody has begun under this key, as the first values of a form."""
    draft = Draft.objects.visible_to(request.user).filter(key=key).first()
    return draft.data | {"seq": draft.seq} if draft else {}
