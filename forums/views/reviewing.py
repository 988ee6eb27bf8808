"""The review queue, one item of it, and deciding."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.accounts.requests import MemberRequest
from hub.accounts.second_step import second_step_required
from hub.notifications.actions import mark_subject_read

from ..actions.claiming import UnableToClaim, ask_colleague, claim
from ..actions.deciding import UnableToDecide, decide
from ..actions.undoing import UnableToUndo, undo_decision
from ..models import ReviewItem
from ..permissions import can_review_anything, owns
from ..queue import counts_by_kind, decided_lately, turn_queue
from ..review_forms import DecisionForm
from ..review_messages import message_for
from ..review_page import describe_item
from .finding import access_for

View = Callable[..., HttpResponseBase]


def for_reviewers(view: View) -> View:
    """There is no queue for whoever reviews nothing; whoever does needs the second step they have
    to have anyway.
    """

    @wraps(view)
    @login_required
    @second_step_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        access_for(request)
        if not can_review_anything(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _item_or_404(request: MemberRequest, pk: int) -> ReviewItem:
    items = ReviewItem.objects.visible_to(request.user).select_related(
        "post__thread__forum",
        "post__author",
        "post__alias",
        "profile_of",
        "forum",
        "claimed_by",
        "decided_by",
    )
    item = get_object_or_404(items, pk=pk)
    # Also behind an alias: somebody else decides about it, and the queue does not name it.
    if item.post is not None and owns(request.user, item.post):
        raise Http404
    return item


@for_reviewers
@require_safe
def review(request: MemberRequest) -> HttpResponse:
    now, kinds = timezone.now(), request.GET.getlist("kind")
    context = {
        "leaf": turn_queue(request.user, kinds=kinds, after=request.GET.get("after", ""), at=now),
        "counts": counts_by_kind(request.user),
        "kinds": kinds,
        "decided": decided_lately(
            request.user, before=request.GET.get("decided_before", ""), at=now
        ),
    }
    return render(request, "forums/review.html", context)


@for_reviewers
@require_http_methods(["GET", "HEAD", "POST"])
def review_item(request: MemberRequest, pk: int) -> HttpResponse:
    item, now = _item_or_404(request, pk), timezone.now()
    form = _form(request, item)
    if form is not None and form.is_bound and form.is_valid():
        try:
            done = decide(item, by=request.user, at=now, **form.deed())
        except UnableToDecide as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"{done.get_decision_display()}. You can undo it for 30 days."
            )
            return redirect("forums:review")
    mark_subject_read(item, by=request.user, at=now)
    context = {
        "form": form,
        "shown": describe_item(item, request.user, at=now),
        "may_undo": item.can_be_undone(now),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "forums/review_item.html", context, status=status)


def _form(request: MemberRequest, item: ReviewItem) -> DecisionForm | None:
    """The form of an item: also of one that somebody decided while this one was filled in."""
    if request.method == "POST":
        return DecisionForm(request.POST, item=item, reader=request.user)
    if not item.is_open:
        return None
    return DecisionForm(
        item=item, reader=request.user, initial=_chosen(item, request.GET.get("decision", ""))
    )


def _chosen(item: ReviewItem, decision: str) -> dict[str, str]:
    """What a button of the queue chose already, with its usual words to change."""
    if decision not in ReviewItem.Decision.values:
        return {}
    return {"decision": decision, "message": message_for(item, decision)}


@for_reviewers
@require_POST
def claim_item(request: MemberRequest, pk: int) -> HttpResponse:
    item, now = _item_or_404(request, pk), timezone.now()
    decision = request.POST.get("decision", "")
    try:
        claim(item, by=request.user, at=now)
        if decision == "colleague":
            ask_colleague(item, by=request.user, at=now)
            messages.success(
                request, "The other reviewers are told that you want somebody to join."
            )
    except UnableToClaim as error:
        messages.error(request, str(error))
        return redirect("forums:review")
    wanted = f"?decision={decision}" if decision in ReviewItem.Decision.values else ""
    return redirect(f"{item.get_absolute_url()}{wanted}")


@for_reviewers
@require_POST
def undo_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = _item_or_404(request, pk)
    try:
        undo_decision(item, by=request.user, at=timezone.now())
    except UnableToUndo as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Undone: everything is as it was before. It waits again.")
    return redirect(item)
