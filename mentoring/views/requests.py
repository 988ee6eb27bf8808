"""One's own requests, and the page of one request for everybody who takes part."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hub.accounts.limits import allow, refuse_form
from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read

from ..actions.messaging import write_message
from ..actions.submitting import close_request, wait_for_room, withdraw_request
from ..asking_forums import UnableToBegin, begin_thread
from ..forms.answering import MessageForm, WordsForm
from ..lists import own_requests
from ..models import RequestDraft, Status
from ..request_page import show
from ..request_view import RequestView
from ..trying import Attempt, attempt
from .acting import do_at_once, take_step
from .finding import Side, form_page, request_or_404


@login_required
@require_safe
def own(request: MemberRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    leaf = own_requests(request.user, at=timezone.now(), before=before)
    draft = RequestDraft.objects.filter(person=request.user).first()
    return render(request, "mentoring/own.html", {"leaf": leaf, "draft": draft})


@login_required
@require_safe
def one_request(request: MemberRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    row, side = request_or_404(request, pk, at=at)
    if row.is_news:
        mark_subject_read(row, by=request.user, at=at)
    shown = show(row, side, request.user, at=at, before=request.GET.get("before", ""))
    return _page(request, shown, Attempt(_message_form(request, shown, None)))


@login_required
@require_POST
def message(request: MemberRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    row, side = request_or_404(request, pk, Side.REQUESTER, Side.SITE, at=at)
    shown = show(row, side, request.user, at=at)
    tried = attempt(request, partial(_message_form, request, shown))
    if tried.is_ready and (refusal := allow("mentor_messages", request.user.pk, at=at)):
        refuse_form(tried.form, refusal)
        tried.is_ready = False
    if not tried.is_ready:
        return _page(request, shown, tried)
    _write(request, shown, tried.form)
    messages.success(request, "Your message is sent.")
    return redirect(row)


def _write(request: MemberRequest, shown: RequestView, form: MessageForm) -> None:
    write_message(
        shown.request,
        text=form.cleaned_data["text"],
        by=request.user,
        at=shown.at,
        side=shown.side,
        offer=shown.offer if shown.is_site or form.is_to_site else None,
        tells_staff=shown.is_site and form.is_to_staff,
        form_key=form.cleaned_data["form_key"],
    )


def _message_form(request: MemberRequest, shown: RequestView, data: Any) -> MessageForm:
    return MessageForm(data, person=request.user, choices=shown.addressees)


def _page(request: MemberRequest, shown: RequestView, tried: Attempt) -> HttpResponse:
    context = tried.context | {"shown": shown, "row": shown.request}
    response = render(request, "mentoring/request.html", context, status=tried.status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@form_page
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    row, _ = request_or_404(request, pk, Side.REQUESTER)
    return take_step(
        request,
        row,
        make=lambda data: WordsForm(data, person=request.user, label="Why, if you want to say it"),
        do=lambda form: withdraw_request(row, by=request.user, at=timezone.now(), words=form.said),
        said="Your request is taken back. Thank you for saying so: the place is free for others.",
        context={
            "title": "Take your request back",
            "lead": "The site is told, and its place goes to somebody else. You can ask again.",
            "button": "Take it back",
        },
    )


@login_required
@require_POST
def wait(request: MemberRequest, pk: int) -> HttpResponse:
    row, _ = request_or_404(request, pk, Side.REQUESTER)
    return do_at_once(
        request,
        row,
        lambda: wait_for_room(row, by=request.user, at=timezone.now()),
        said="You are on the list. When the next quarter begins we look for a site again.",
    )


@login_required
@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    """Whoever asked wants no further questions about it."""
    row, _ = request_or_404(request, pk, Side.REQUESTER)
    if row.status != Status.DONE:
        messages.error(request, "Only what is done can be closed.")
        return redirect(row)
    return do_at_once(
        request,
        row,
        lambda: close_request(row, by=request.user, at=timezone.now()),
        said="Closed. We do not ask about it any more.",
    )


@login_required
@require_POST
def ask_forums(request: MemberRequest, pk: int) -> HttpResponse:
    """On to a new question in the forums, with what was asked as a draft: nothing in an address."""
    row, _ = request_or_404(request, pk, Side.REQUESTER)
    try:
        address = begin_thread(row, by=request.user, at=timezone.now())
    except UnableToBegin as error:
        messages.info(request, str(error))
        return redirect(row)
    return redirect(address)
