"""Questions of the forums that are put to a site: offering, passing, taking back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.access import keep_access
from forums.models import Thread
from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read

from ..actions.asking import (
    UnableToAsk,
    UnableToPass,
    offer_question,
    pass_question,
    withdraw_question,
)
from ..asking import sites_to_ask
from ..forms.asks import FindForm, OfferForm, PassForm
from ..models import SiteAsk
from ..permissions import can_offer_question, sites_kept_by

form_page = require_http_methods(["GET", "HEAD", "POST"])
MOST_LISTED = 60


@login_required
@form_page
def offer(request: MemberRequest, pk: int) -> HttpResponse:
    """Choosing the site that should answer a question."""
    thread, at = _thread_or_404(request, pk), timezone.now()
    find = FindForm(request.GET)
    words = find.cleaned_data["q"] if find.is_valid() else ""
    sites = sites_to_ask(thread, request.user, at=at)
    form = OfferForm(_sent(request), sites=sites, words=words)
    if form.is_valid():
        try:
            ask = offer_question(thread, site=form.cleaned_data["site"], by=request.user, at=at)
        except UnableToAsk as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _offered(ask))
            return redirect(thread)
    context = {"thread": thread, "forum": thread.forum, "form": form, "find": find}
    return render(request, "mentorsites/offer.html", context, status=422 if form.errors else 200)


def _offered(ask: SiteAsk) -> str:
    day = timezone.localtime(ask.reply_by).strftime("%A, %B %-d")
    return f"{ask.site.title} is asked. You hear from it by {day}, and can ask another if not."


def _thread_or_404(request: MemberRequest, pk: int) -> Thread:
    """A question that the reader may offer; for everybody else there is nothing here."""
    threads = Thread.objects.visible_to(keep_access(request.user))
    thread = get_object_or_404(threads.select_related("forum", "started_as"), pk=pk)
    if not can_offer_question(request.user, thread, at=timezone.now()):
        raise Http404
    return thread


@login_required
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    asks = SiteAsk.objects.visible_to(request.user)
    ask = get_object_or_404(asks, pk=pk)
    thread = _thread_or_404(request, ask.thread_id)
    withdraw_question(ask, by=request.user, at=timezone.now())
    messages.success(request, f"{ask.site.title} is not asked any more.")
    return redirect(thread)


@login_required
@require_safe
def own_asks(request: MemberRequest) -> HttpResponse:
    """The questions that wait for the reader's sites, the most urgent first."""
    asks = _own(request).open().select_related("thread__forum").order_by("reply_by", "pk")
    context = {"asks": asks[:MOST_LISTED], "at": timezone.now()}
    return render(request, "mentorsites/own_asks.html", context)


@login_required
@form_page
def pass_ask(request: MemberRequest, pk: int) -> HttpResponse:
    """A site says that it does not answer, and why."""
    ask, at = get_object_or_404(_own(request), pk=pk), timezone.now()
    mark_subject_read(ask, by=request.user, at=at)
    form = PassForm(_sent(request), person=request.user)
    if form.is_valid():
        try:
            pass_question(ask, reason=form.said, by=request.user, at=at)
        except UnableToPass as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Thank you for saying so. Whoever asked is told.")
            return redirect(ask.thread)
    context = {"ask": ask, "thread": ask.thread, "form": form}
    return render(request, "mentorsites/pass_ask.html", context, status=422 if form.errors else 200)


def _sent(request: MemberRequest) -> Any:
    """What was sent, be it nothing; None when the form is only looked at."""
    return request.POST if request.method == "POST" else None


def _own(request: MemberRequest) -> Any:
    """The asks to the sites that the reader may act for."""
    sites = sites_kept_by(request.user, at=timezone.now())
    return SiteAsk.objects.visible_to(request.user).filter(site__in=sites.values("pk"))
