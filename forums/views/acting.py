"""Buttons on a thread: each one POST, one action, and back to where it was pressed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hub.accounts.requests import MemberRequest

from ..actions.answering import accept_answer, react, say_same_here
from ..actions.reading import mark_everything_read
from ..forms_knowledge import AnswerForm
from ..models import Post, Reaction
from ..permissions import can_accept_answer, can_react
from .finding import access_for, post_or_404, thread_or_404
from .writing import form_page


@login_required
@require_POST
def give_sign(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """Helpful or thanks; pressed again it is taken back."""
    post = post_or_404(pk, number, access_for(request))
    kind = request.POST.get("kind", "")
    if kind not in Reaction.Kind.values or not post.is_live:
        raise Http404
    if not can_react(request.user, post.thread):
        raise PermissionDenied
    react(post, kind=kind, by=request.user, at=timezone.now())
    return redirect(post)


@login_required
@require_POST
def same_here(request: MemberRequest, pk: int) -> HttpResponse:
    thread = thread_or_404(pk, access_for(request))
    if not can_react(request.user, thread):
        raise PermissionDenied
    say_same_here(thread, by=request.user, at=timezone.now())
    return redirect(thread)


@login_required
@form_page
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Marks a post as the answer, with what worked; without a number it takes the mark away."""
    access = access_for(request)
    thread = thread_or_404(pk, access)
    if not can_accept_answer(request.user, thread, at=timezone.now()):
        raise PermissionDenied
    post = _chosen(request, pk, access)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, initial={"what_worked": thread.what_worked}, person=request.user)
    if not form.is_valid():
        context = {"thread": thread, "forum": thread.forum, "form": form, "post": post}
        return render(request, "forums/answer.html", context, status=422 if form.is_bound else 200)
    accept_answer(
        thread,
        post=post,
        what_worked=form.cleaned_data["what_worked"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Marked as the answer." if post else "The mark is taken away.")
    return redirect(post or thread)


def _chosen(request: MemberRequest, pk: int, access: object) -> Post | None:
    text = request.POST.get("number") or request.GET.get("number") or ""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise Http404
    post = post_or_404(pk, int(text), access)  # type: ignore[arg-type]
    if not post.is_live or post.is_first:
        raise Http404
    return post


@login_required
@require_POST
def mark_all(request: MemberRequest) -> HttpResponse:
    """Everything counts as read from now on."""
    mark_everything_read(request.user, at=timezone.now())
    messages.success(request, "Everything counts as read.")
    return redirect("forums:list", name="unread")
