"""A site says yes or no, or hands back what it took."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from hub.accounts.requests import MemberRequest
from mentorsites.matching import facts_from_json, rank

from ..actions.answering import accept_offer, decline_offer, hand_back
from ..actions.suggesting import decline_and_suggest
from ..fitting import SHOWN, askable_sites
from ..forms.answering import DeclineForm, WordsForm
from ..models import MentorRequest, Offer
from .acting import take_step
from .finding import form_page, offer_or_404

State = Offer.State


@login_required
@form_page
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    row, offer = offer_or_404(request, pk, State.OPEN)
    return take_step(
        request,
        row,
        make=lambda data: WordsForm(data, person=request.user, label="A first word to them"),
        do=lambda form: accept_offer(offer, by=request.user, at=timezone.now(), words=form.said),
        said="Thank you. They are told at once. Now agree on a day.",
        context={
            "title": "Yes, we help",
            "lead": "Whoever asked is told at once. You agree on a day in the request.",
            "button": "Accept",
        },
    )


@login_required
@form_page
def decline(request: MemberRequest, pk: int) -> HttpResponse:
    row, offer = offer_or_404(request, pk, State.OPEN)
    others = _others(request, row)
    return take_step(
        request,
        row,
        make=lambda data: DeclineForm(data, person=request.user, others=others),
        do=lambda form: _say_no(request, offer, form),
        said="Thank you for answering. We ask the next site now.",
        context={
            "title": "Not this time",
            "lead": "A no with a reason helps, too: the next site is asked at once.",
            "button": "Say no",
            "back": _inbox_of(offer),
        },
    )


def _say_no(request: MemberRequest, offer: Offer, form: DeclineForm) -> Offer:
    said = {"reason": form.cleaned_data["reason"], "words": form.said}
    at, suggestion = timezone.now(), form.cleaned_data.get("suggestion")
    if suggestion is None:
        return decline_offer(offer, **said, by=request.user, at=at)
    return decline_and_suggest(offer, suggestion=suggestion, **said, by=request.user, at=at)


@login_required
@form_page
def give_back(request: MemberRequest, pk: int) -> HttpResponse:
    row, offer = offer_or_404(request, pk, State.ACCEPTED)
    return take_step(
        request,
        row,
        make=lambda data: DeclineForm(data, person=request.user),
        do=lambda form: hand_back(
            offer,
            reason=form.cleaned_data["reason"],
            words=form.said,
            by=request.user,
            at=timezone.now(),
        ),
        said="They are told, and the next site is asked now.",
        context={
            "title": "Hand the request back",
            "lead": "Something came between. Whoever asked is told why, and another site is asked.",
            "button": "Hand it back",
            "back": _inbox_of(offer),
        },
    )


def _others(request: MemberRequest, row: MentorRequest) -> Any:
    """Sites that may know more: like the program that asked, and not asked by now."""
    asked = row.offers.values("site")
    sites = askable_sites(request.user, at=timezone.now()).exclude(pk__in=asked)
    best = rank(sites.order_by("pk"), facts_from_json(row.facts), limit=SHOWN)
    return sites.filter(pk__in=[match.page_id for match in best]).order_by("title", "pk")


def _inbox_of(offer: Offer) -> str:
    return reverse("mentoring:inbox", args=[offer.site_id])
