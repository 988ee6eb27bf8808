"""What facilitators do on the page of a thread itself."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts.requests import MemberRequest
from hub.accounts.second_step import second_step_required

from ..access import Access
from ..actions.moderating import ACTS, UnableToModerate, hide_post, restore_post
from ..models import Post, Thread
from ..moderation_forms import ModerationForm, reason_in
from ..permissions import can_facilitate
from .finding import access_for

DONE = {
    "pin": "Pinned.",
    "unpin": "Not pinned any more.",
    "lock": "Locked: nobody but facilitators writes here now.",
    "unlock": "Open again for replies.",
    "move": "Moved. Its address is the same.",
    "slow": "Slow mode changed.",
}


@login_required
@second_step_required
@require_POST
def moderate_thread(request: MemberRequest, pk: int) -> HttpResponse:
    access, now = access_for(request), timezone.now()
    threads = Thread.objects.visible_to(access).select_related("forum")
    thread = get_object_or_404(threads, pk=pk)
    if not can_facilitate(request.user, thread.forum_id):
        raise PermissionDenied
    form = ModerationForm(request.POST, thread=thread, reader=request.user)
    if not form.is_valid():
        messages.error(request, form.first_error())
        return redirect(thread)
    try:
        ACTS[form.cleaned_data["do"]](thread, by=request.user, at=now, **form.particulars(now))
        messages.success(request, DONE[form.cleaned_data["do"]])
    except UnableToModerate as error:
        messages.error(request, str(error))
    return redirect(thread)


@login_required
@second_step_required
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Asks for the reason, which the author reads, then hides."""
    if request.method != "POST":
        post = _post_to_moderate(access_for(request), pk, number)
        if not can_facilitate(request.user, post.thread.forum_id):
            raise PermissionDenied
        return render(request, "forums/hide.html", {"post": post, "thread": post.thread})
    return _act_on_post(request, pk, number, hide_post, "Hidden. Its author is told.")


@login_required
@second_step_required
@require_POST
def restore(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    return _act_on_post(request, pk, number, restore_post, "Others see it again.")


def _act_on_post(
    request: MemberRequest, pk: int, number: int, act: Callable[..., Post], done: str
) -> HttpResponse:
    access = access_for(request)
    post = _post_to_moderate(access, pk, number)
    if not can_facilitate(request.user, post.thread.forum_id):
        raise PermissionDenied
    try:
        act(post, by=request.user, at=timezone.now(), reason=reason_in(request.POST))
        messages.success(request, done)
    except UnableToModerate as error:
        messages.error(request, str(error))
    # A thread without its first post is not there for others: then back to where it waits.
    post.thread.refresh_from_db()
    return redirect(post.thread if post.thread.state == Thread.State.LIVE else "forums:log")


def _post_to_moderate(access: Access, pk: int, number: int) -> Post:
    """Also a post whose words facilitators see as reviewers only, in a forum they read."""
    posts = Post.objects.filter(thread__forum__in=list(access.forums))
    found = posts.select_related("thread__forum", "author", "alias")
    return get_object_or_404(found, thread=pk, number=number)
