"""One request as the network's staff looks after it, and what they can do with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hub.accounts.requests import MemberRequest

from ..actions.answering import decline_request
from ..actions.finishing import UnableToFinish, complete_request
from ..actions.messaging import write_message
from ..actions.moving import UnableToMove
from ..actions.offering import UnableToOffer, end_offer, offer_request
from ..actions.staff import UnableToAssign, assign, record_no, record_yes, reopen_request
from ..actions.submitting import close_request
from ..forms.staff import StaffForm
from ..models import MentorRequest, Offer
from ..request_staff import StaffDesk, desk_for
from ..trying import attempt
from .staff_only import for_staff

Act = Callable[[MentorRequest, Any, Any, datetime], object]
UNABLE = (UnableToMove, UnableToOffer, UnableToAssign, UnableToFinish)


def _assign(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    return assign(request, to=form.cleaned_data["to"], by=by, at=at)


def _offer(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    chosen = form.chosen
    return offer_request(
        request, site=chosen.site, by=by, at=at, because=chosen.because, score=chosen.score
    )


def _end_offer(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    return end_offer(_standing(request), by=by, at=at, words=form.cleaned_data["words"])


def _standing(request: MentorRequest) -> Offer:
    offer = request.offers.standing().first()
    if offer is None:
        raise UnableToMove("No site has it any more.")
    return offer


def _yes(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    return record_yes(_standing(request), **form.answers, by=by, at=at)


def _no(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    return record_no(_standing(request), **form.answers, by=by, at=at)


def _done(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    """Nothing is shown to others before the two sides write and agree to it themselves."""
    day, words = form.cleaned_data["happened_on"], form.cleaned_data["words"]
    return complete_request(
        request, happened_on=day, private_words=words, side="staff", by=by, at=at
    )


def _reopen(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    return reopen_request(request, by=by, at=at)


def _answer(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    return decline_request(request, **form.answers, by=by, at=at)


def _close(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    return close_request(request, by=by, at=at, words=form.cleaned_data["words"])


def _message(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    typed = form.cleaned_data
    return write_message(
        request,
        text=typed["text"],
        by=by,
        at=at,
        side="staff",
        offer=_standing(request) if form.is_to_site else None,
        form_key=typed["form_key"],
    )


def _note(request: MentorRequest, form: Any, by: Any, at: datetime) -> object:
    typed = form.cleaned_data
    return write_message(
        request,
        text=typed["text"],
        by=by,
        at=at,
        side="staff",
        is_for_staff=True,
        form_key=typed["form_key"],
    )


# What is done with what was typed, and what is said then.
VERBS: dict[str, tuple[Act, str]] = {
    "assign": (_assign, "It is noted who looks after it."),
    "offer": (_offer, "Offered. The site was told, and by when an answer is due."),
    "end-offer": (_end_offer, "The offer was taken back. Both sides were told."),
    "yes": (_yes, "Written down. Both sides are told."),
    "no": (_no, "Written down. Both sides are told, and the next site is asked."),
    "done": (_done, "Done. Both sides are told, and may write a public part themselves."),
    "reopen": (_reopen, "It looks for a site again. Whoever asked was told."),
    "answer": (_answer, "Answered. Whoever asked was told, with your words."),
    "close": (_close, "Closed. Everybody concerned was told."),
    "message": (_message, "Sent."),
    "note": (_note, "Noted for the staff."),
}


@for_staff
@require_safe
def look_after(request: MemberRequest, pk: int) -> HttpResponse:
    return _shown(request, _desk(request, pk))


@for_staff
@require_POST
def act(request: MemberRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in VERBS:
        raise Http404
    desk = _desk(request, pk)
    tried = attempt(request, lambda typed: desk.bind(verb, typed))
    form = tried.form
    # Staff who write of danger know where help is: it is sent.
    if not (tried.is_ready or (tried.needs_help and form.is_valid())):
        return _shown(request, desk, form)
    do, told = VERBS[verb]
    try:
        do(desk.request, form, request.user, timezone.now())
    except UNABLE as error:
        form.add_error(None, str(error))
        return _shown(request, desk, form)
    messages.success(request, told)
    return redirect("mentoring:look_after", pk)


def _desk(request: MemberRequest, pk: int) -> StaffDesk:
    found = MentorRequest.objects.visible_to(request.user).with_row()
    return desk_for(get_object_or_404(found, pk=pk), request.user, at=timezone.now())


def _shown(request: MemberRequest, desk: StaffDesk, form: StaffForm | None = None) -> HttpResponse:
    context = {"desk": desk, "mentor_request": desk.request, "form": form, "forms": desk.forms()}
    status = 422 if form is not None else 200
    return render(request, "mentoring/look_after.html", context, status=status)
