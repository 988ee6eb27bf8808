"""Asking one to three sites, or letting the hub choose."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hub.accounts.limits import Refusal, allow, answers_429, refuse_form, take_back
from hub.accounts.requests import MemberRequest
from hub.people.actions import change_program

from ..actions.drafting import UnableToKeep, drop_request_draft, keep_request_draft
from ..actions.submitting import UnableToSubmit, submit_request
from ..asking import Asking, begun_by, typed_in
from ..fitting import fitting_sites, other_sites
from ..models import MentorRequest, RequestDraft
from ..trying import MASK, MASKED, SEEN_HELP
from .finding import form_page

DRAFT, FORGET, SEND = "draft", "forget", "send"
LIMIT = "mentor_requests"
FIRST_THREE = (
    "You chose more than three sites. The first three are ticked below: change it as you like."
)
SENT = "Your request is sent. Here you see where it stands, and you are told of every step."


@login_required
@form_page
def ask(request: MemberRequest) -> HttpResponse:
    at = timezone.now()
    if request.method != "POST":
        asking = Asking(None, person=request.user, at=at, begun=_begun(request))
        is_more = len(request.GET.getlist("site")) > MentorRequest.MOST_SITES
        return _page(request, asking, notice=FIRST_THREE if is_more else "")
    if request.POST.get("action") in (DRAFT, FORGET):
        return _keep(request, at)
    asking = Asking(request.POST, person=request.user, at=at)
    is_valid = asking.is_valid()
    if request.POST.get("action") == MASK:
        return _page(request, _masked(request, asking, at), notice=MASKED)
    if asking.form.sounds_like_danger and SEEN_HELP not in request.POST:
        return _page(request, asking, needs_help=True)
    return _send(request, asking) if is_valid else _page(request, asking)


def _send(request: MemberRequest, asking: Asking) -> HttpResponse:
    key, person, at = asking.form.cleaned_data["form_key"], request.user, asking.at
    sent = key and MentorRequest.objects.of(person).filter(form_key=key).first()
    if sent:
        return redirect(sent)
    if refusal := allow(LIMIT, person.pk, at=at):
        refuse_form(asking.form, refusal)
        return _page(request, asking, refusal=refusal)
    try:
        sent = submit_request(person, at=at, answers=asking.answers, form_key=key)
    except UnableToSubmit as error:
        take_back(LIMIT, person.pk, at=at)
        asking.form.add_error(None, str(error))
        return _page(request, asking)
    if asking.form.cleaned_data["keep_program"]:
        _keep_program(asking)
    messages.success(request, SENT)
    return redirect(sent)


def _keep_program(asking: Asking) -> None:
    answers = asking.snapshot.cleaned_data | {"to_solve": asking.program.to_solve}
    change_program(asking.program, answers=answers, at=asking.at)


def _keep(request: MemberRequest, at: datetime) -> HttpResponse:
    """Without scripts: keeps the draft, or begins afresh."""
    if request.POST["action"] == FORGET:
        drop_request_draft(request.user)
        messages.success(request, "Your draft is gone. The form is as it was.")
        return redirect("mentoring:ask")
    try:
        keep_request_draft(request.user, typed=typed_in(request.POST), at=at)
    except UnableToKeep as error:
        asking = Asking(request.POST, person=request.user, at=at)
        asking.form.add_error(None, str(error))
        return _page(request, asking)
    messages.success(request, "Your draft is kept. Nobody sees it but you.")
    return redirect("mentoring:ask")


@login_required
@require_POST
def keep_draft(request: MemberRequest) -> JsonResponse:
    """Keeps what was typed so far, for the script of the form."""
    try:
        keep_request_draft(request.user, typed=typed_in(request.POST), at=timezone.now())
    except UnableToKeep as error:
        return JsonResponse({"error": str(error)}, status=422)
    return JsonResponse({"kept": True})


def _begun(request: MemberRequest) -> dict[str, Any]:
    again = request.GET.get("again", "")
    earlier = None
    if again.isascii() and again.isdecimal() and len(again) < 18:
        earlier = MentorRequest.objects.of(request.user).filter(pk=int(again)).first()
    draft = RequestDraft.objects.filter(person=request.user).first()
    asked = [one for one in request.GET.getlist("site") if one.isascii() and one.isdecimal()]
    return begun_by(
        request.user, draft=draft, again=earlier, sites=asked[: MentorRequest.MOST_SITES]
    ) | {"draft": draft if earlier is None else None}


def _masked(request: MemberRequest, asking: Asking, at: datetime) -> Asking:
    data = request.POST.copy()
    for name, text in asking.form.masked().items():
        data[name] = text
    again = Asking(data, person=request.user, at=at)
    again.is_valid()
    return again


def _page(
    request: MemberRequest,
    asking: Asking,
    *,
    needs_help: bool = False,
    notice: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    chosen = asking.form.chosen_sites
    shown = [*chosen, *asking.form.unwanted_sites]
    fittings = fitting_sites(asking.facts, request.user, at=asking.at, chosen=shown)
    context = {
        "form": asking.form,
        "program": asking.snapshot,
        "facts": asking.told,
        "fittings": fittings,
        "others": other_sites(fittings, request.user, at=asking.at),
        "draft": asking.form.initial.get("draft"),
        "needs_help": needs_help,
        "notice": notice,
        "reply_by": asking.at + MentorRequest.REPLY_WITHIN,
        "answer_by": asking.at + MentorRequest.ANSWERED_WITHIN,
    }
    has_errors = asking.form.is_bound and (asking.form.errors or asking.snapshot.errors)
    response = render(request, "mentoring/ask.html", context, status=422 if has_errors else 200)
    return answers_429(response, refusal.seconds) if refusal else response
