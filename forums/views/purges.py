"""Erasing a post for good, by two people. For everybody else there is nothing here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hub.accounts.models import User
from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read

from ..actions.purging import UnableToPurge, ask_to_purge, confirm_purge, refuse_purge
from ..models import Post, Purge
from ..permissions import PURGE
from ..seal_forms import PurgeForm
from ..titles import title_for
from .finding import access_for
from .seals import for_holders_of, sees_forum_of


@for_holders_of(PURGE)
@require_safe
def purges(request: MemberRequest) -> HttpResponse:
    found = Purge.objects.visible_to(request.user).select_related(
        "post__thread", "asked_by", "confirmed_by"
    )
    rows = [(one, _title(request, one)) for one in found.order_by("-asked_at", "-pk")[:50]]
    return render(request, "forums/purges.html", {"purges": rows})


def _title(request: MemberRequest, purge: Purge) -> str:
    return title_for(purge.post.thread, access_for(request)) if purge.post else ""


@for_holders_of(PURGE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_purge(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    posts = Post.objects.exclude(state=Post.State.PURGED).select_related("thread")
    post = get_object_or_404(posts, thread=pk, number=number)
    form = PurgeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            asked = ask_to_purge(
                post, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except UnableToPurge as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Nobody sees it any more. A second person has to confirm.")
            return redirect(asked)
    status = 422 if form.errors else 200
    context = {"form": form, "post": post, "sees_forum": sees_forum_of(request, post)}
    return render(request, "forums/ask_purge.html", context, status=status)


@for_holders_of(PURGE)
@require_http_methods(["GET", "HEAD", "POST"])
def purge(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Purge.objects.visible_to(request.user).select_related(
            "post__thread", "asked_by", "confirmed_by"
        ),
        pk=pk,
    )
    if request.method == "POST":
        return _answer(request, found)
    mark_subject_read(found, by=request.user, at=timezone.now())
    context = {
        "purge": found,
        "title": _title(request, found),
        "is_waiting": not found.confirmed_at and not found.refused_at,
        "may_confirm": found.asked_by != request.user,
        "mailed": User.objects.filter(pk__in=found.receipt.get("mailed", [])).order_by("name"),
        "receipt": receipt_in_words(found.receipt),
    }
    return render(request, "forums/purge.html", context)


def _answer(request: MemberRequest, found: Purge) -> HttpResponse:
    acts = {"confirm": confirm_purge, "refuse": refuse_purge}
    do = request.POST.get("do", "")
    try:
        if do in acts:
            acts[do](found, by=request.user, at=timezone.now())
    except UnableToPurge as error:
        messages.error(request, str(error))
    return redirect(found)


def receipt_in_words(receipt: dict) -> list[tuple[str, str]]:
    """The receipt as lines: what, how much."""
    if not receipt:
        return []
    looked = receipt["looked for"]
    lines = [(f"Erased: {what}", str(number)) for what, number in receipt["erased"].items()]
    lines += [
        ("Files overwritten and deleted", str(receipt["files"])),
        ("Looked for", f"{looked['pieces']} pieces and {looked['words']} rare words"),
        ("Looked in", f"{receipt['looked in']} tables and files"),
    ]
    lines += [(f"Still found in {place}", str(number)) for place, number in receipt["left"].items()]
    lines += [("A person has to look at", what) for what in receipt["for a person"]]
    return [*lines, ("Backups", receipt["backups"])]
