"""What came of it: the end of a request, its public part, three looks back, and how it was."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from hub.accounts.requests import MemberRequest

from ..actions.finishing import (
    agree_to_publish,
    change_public_part,
    complete_request,
    take_consent_back,
)
from ..actions.following_up import answer_follow_up, rate
from ..forms.finishing import FinishForm, FollowUpForm, PublicPartForm, RateForm
from ..models import Completion, MentorRequest, Status
from .acting import do_at_once, take_step
from .finding import BOTH, Side, form_page, request_or_404


@login_required
@form_page
def finish(request: MemberRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    row, side = request_or_404(request, pk, *BOTH, at=at)
    if not row.may_become(Status.DONE):
        raise Http404
    return take_step(
        request,
        row,
        make=lambda data: FinishForm(
            data, person=request.user, at=at, sent_at=row.submitted_at, initial=_begun(row)
        ),
        do=lambda form: complete_request(
            row,
            happened_on=form.cleaned_data["happened_on"],
            private_words=form.cleaned_data["private_words"],
            **form.public_part,
            side=side,
            by=request.user,
            at=at,
        ),
        said="Done. Thank you both. The other side reads your words now.",
        context={"other": _other_side(side)},
        template="mentoring/finish.html",
    )


def _begun(row: MentorRequest) -> dict[str, Any]:
    known = getattr(row, "plan", None)
    day = timezone.localdate(known.starts_at) if known else None
    return {"happened_on": day, "shown_as": Completion.ShownAs.NOTE}


def _other_side(side: str) -> str:
    return "the site" if side == Side.REQUESTER else "whoever asked"


@login_required
@form_page
def public_part(request: MemberRequest, pk: int) -> HttpResponse:
    """Other words for the public part: both sides agree anew."""
    row, side = request_or_404(request, pk, *BOTH)
    kept = _completion_or_404(row)
    begun = {name: getattr(kept, name) for name in ("shown_as", "public_title", "public_text")}
    return take_step(
        request,
        row,
        make=lambda data: PublicPartForm(data, person=request.user, initial=begun),
        do=lambda form: change_public_part(
            kept, **form.public_part, side=side, by=request.user, at=timezone.now()
        ),
        said="Changed. It becomes public once the other side agrees to these words.",
        context={"other": _other_side(side), "is_change": True},
        template="mentoring/finish.html",
    )


def _completion_or_404(row: MentorRequest) -> Completion:
    kept = getattr(row, "completion", None)
    if kept is None:
        raise Http404
    return kept


@login_required
@require_POST
def agree(request: MemberRequest, pk: int) -> HttpResponse:
    """A yes to the words that were on the page, not to what they may have become since."""
    row, side = request_or_404(request, pk, *BOTH)
    kept = _completion_or_404(row)
    return do_at_once(
        request,
        row,
        lambda: agree_to_publish(
            kept,
            side=side,
            title=request.POST.get("title", ""),
            text=request.POST.get("text", "").replace("\r\n", "\n"),
            by=request.user,
            at=timezone.now(),
        ),
        said="You agreed to these words. Once both sides have, everybody can read them.",
    )


@login_required
@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    row, side = request_or_404(request, pk, *BOTH)
    kept = _completion_or_404(row)
    return do_at_once(
        request,
        row,
        lambda: take_consent_back(kept, side=side, by=request.user, at=timezone.now()),
        said="Your consent is taken back. The words are not public any more.",
    )


@login_required
@form_page
def follow_up(request: MemberRequest, pk: int, days: int) -> HttpResponse:
    at = timezone.now()
    row, _ = request_or_404(request, pk, Side.REQUESTER, at=at)
    asked = get_object_or_404(row.follow_ups, days=days, due_at__lte=at)
    begun = {"outcome": asked.outcome, "words": asked.words}
    return take_step(
        request,
        row,
        make=lambda data: FollowUpForm(data, person=request.user, initial=begun),
        do=lambda form: answer_follow_up(asked, **form.answers, by=request.user, at=at),
        said="Thank you. It helps the site, and those who ask next.",
        context={
            "title": f"{days} days later: what came of it?",
            "lead": "One choice and a few words, if you like. The site and our team read them.",
            "button": "Send",
        },
    )


@login_required
@form_page
def say_how_it_was(request: MemberRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    row, side = request_or_404(request, pk, *BOTH, at=at)
    if row.done_at is None:
        raise Http404
    return take_step(
        request,
        row,
        make=lambda data: RateForm(data, person=request.user),
        do=lambda form: rate(row, side=side, **form.answers, by=request.user, at=at),
        said="Thank you. Only our team reads it.",
        context={
            "title": "How was it for you?",
            "lead": "Only the network’s team reads your figure and your words; the other side does "
            "not. They go into averages, without names.",
            "button": "Send",
        },
    )
