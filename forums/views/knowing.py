"""What a conversation leaves behind: its history, its summary, the end of a case."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hub.accounts.requests import MemberRequest

from ..access import Access
from ..actions.cases import close_case
from ..actions.summarizing import Parts, accept_summary, decline_summary, propose_summary
from ..bylines import with_authors
from ..forms_knowledge import CaseForm, DeclineForm, SummaryForm
from ..histories import versions_of
from ..models import CaseDetail, Post, Thread, ThreadSummary
from ..permissions import can_accept_summary, can_close_case, can_propose_summary
from ..standing import standing_of
from .finding import access_for, post_or_404, thread_or_404
from .writing import form_page


@require_safe
def history(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What a post said before, each version compared with the one before it."""
    access = access_for(request)
    post = post_or_404(pk, number, access)
    context = {
        "post": post,
        "thread": post.thread,
        "forum": post.thread.forum,
        "versions": versions_of(post, access),
    }
    return render(request, "forums/history.html", context)


@login_required
@form_page
def summary(request: MemberRequest, pk: int) -> HttpResponse:
    """Proposes a summary, and – for who looks after the forum – decides those proposed."""
    at, access = timezone.now(), access_for(request)
    thread = thread_or_404(pk, access)
    standing = standing_of(request.user, at=at)
    proposed = _proposals(request, thread)
    may_propose = can_propose_summary(request.user, thread, standing=standing, at=at)
    declined = _declined(request, thread)
    if not (may_propose or proposed or declined):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = SummaryForm(
        data, initial=_initial(thread), posts=_posts(thread, access), person=request.user
    )
    if data is None or not may_propose or not form.is_valid():
        context = {
            "thread": thread,
            "forum": thread.forum,
            "form": form if may_propose else None,
            "proposed": proposed,
            "declined": declined,
        }
        return render(request, "forums/summary.html", context, status=422 if form.is_bound else 200)
    parts = Parts(**{name: form.cleaned_data[name] for name in SummaryForm.PARTS})
    propose_summary(thread, parts=parts, posts=form.cleaned_data["posts"], by=request.user, at=at)
    messages.success(request, "Thank you. A facilitator reads it; you will be told.")
    return redirect(thread)


def _proposals(request: MemberRequest, thread: Thread) -> list[ThreadSummary]:
    waiting = thread.summaries.filter(state=ThreadSummary.State.PROPOSED).select_related(
        "proposed_by"
    )
    found = list(waiting.order_by("proposed_at", "pk"))
    for one in found:
        one.thread = thread
    return [one for one in found if can_accept_summary(request.user, one)]


def _declined(request: MemberRequest, thread: Thread) -> ThreadSummary | None:
    """The reader's own last proposal, if it was declined: they read why."""
    own = thread.summaries.filter(proposed_by=request.user).order_by("-proposed_at", "-pk").first()
    return own if own is not None and own.state == ThreadSummary.State.DECLINED else None


def _initial(thread: Thread) -> dict[str, Any]:
    kept = thread.summary
    return {name: getattr(kept, name) for name in SummaryForm.PARTS} if kept else {}


def _posts(thread: Thread, access: Access) -> Any:
    return with_authors(Post.objects.visible_to(access).filter(thread=thread).live_ones())


@login_required
@require_POST
def decide_summary(request: MemberRequest, pk: int, summary_pk: int) -> HttpResponse:
    thread = thread_or_404(pk, access_for(request))
    found = get_object_or_404(
        ThreadSummary, pk=summary_pk, thread=pk, state=ThreadSummary.State.PROPOSED
    )
    found.thread = thread
    if not can_accept_summary(request.user, found):
        raise PermissionDenied
    if "accept" in request.POST:
        accept_summary(found, by=request.user, at=timezone.now())
        messages.success(request, "It stands on top of the thread now.")
    else:
        form = DeclineForm(request.POST)
        reply = form.cleaned_data["reply"] if form.is_valid() else ""
        decline_summary(found, reply=reply, by=request.user, at=timezone.now())
        messages.success(request, "Declined. Whoever proposed it is told.")
    return redirect(thread)


@login_required
@form_page
def case(request: MemberRequest, pk: int) -> HttpResponse:
    """Ends a case with what the group recommends and a day to ask how it went."""
    thread = thread_or_404(pk, access_for(request))
    if not can_close_case(request.user, thread, at=timezone.now()):
        raise Http404
    detail = get_object_or_404(CaseDetail, thread=thread)
    initial = {"recommendations": detail.recommendations, "follow_up_on": detail.follow_up_on}
    data = request.POST if request.method == "POST" else None
    form = CaseForm(data, initial=initial, person=request.user)
    if not form.is_valid():
        context = {"thread": thread, "forum": thread.forum, "form": form}
        return render(request, "forums/case.html", context, status=422 if form.is_bound else 200)
    close_case(
        thread,
        recommendations=form.cleaned_data["recommendations"],
        follow_up_on=form.cleaned_data["follow_up_on"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "The case is closed. We ask how it went on the day you chose.")
    return redirect(thread)


@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """What somebody sees whose words sounded like danger to themselves."""
    return render(request, "forums/care.html")
