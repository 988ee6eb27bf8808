from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts.requests import MemberRequest

from ..actions.drafting import keep_typed, throw_away
from ..actions.saving import SavedMeanwhile, UnableToSave, save_profile
from ..actions.sending import UnableToSend, send_for_review
from ..editing import Editing, number_in
from ..forms.profile import WholeProfile
from ..models import MentorSitePage
from .kept import kept_site

# The preview stands beside the form in a frame of our own.
framing = csp_replace({"frame-src": [SELF]})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@framing  # type: ignore[arg-type]  # knows no request of a member
def profile(request: MemberRequest, pk: int) -> HttpResponse:
    site = kept_site(request, pk)
    editing = Editing(site, request.user)
    if request.method == "POST":
        return _posted(request, editing)
    # What one typed last time stands in the form: the script keeps the form as the one draft.
    typed = editing.typed_draft()
    began_from = (editing.draft.based_on or 0) if typed and editing.draft else editing.number
    whole = typed.unchecked() if typed else editing.whole()
    return _shown(request, editing, whole, began_from)


def _posted(request: MemberRequest, editing: Editing) -> HttpResponse:
    if adds := request.POST.get("add"):
        whole = editing.whole(request.POST, adds=adds).unchecked()
        return _shown(request, editing, whole, _began_from(request), opened=adds)
    answers_to: dict[str, Callable[[MemberRequest, Editing], HttpResponse]] = {
        "later": _keep_for_later,
        "pictures": _go_to_pictures,
    }
    return answers_to.get(request.POST.get("do", ""), _save)(request, editing)


def _keep_for_later(request: MemberRequest, editing: Editing) -> HttpResponse:
    _keep(request, editing.site)
    messages.success(request, "What you typed is kept. Nobody else sees it yet.")
    return redirect("mentorsites:own")


def _go_to_pictures(request: MemberRequest, editing: Editing) -> HttpResponse:
    _keep(request, editing.site)
    return redirect("mentorsites:pictures", editing.site.pk)


def _save(request: MemberRequest, editing: Editing) -> HttpResponse:
    whole = editing.whole(request.POST)
    if not whole.is_valid():
        return _shown(request, editing, whole, _began_from(request), status=422)
    answers = _without_settled(request, whole.answers())
    if conflicts := editing.conflicts(answers, _began_from(request)):
        return _in_conflict(request, editing, conflicts)
    try:
        _act(request, editing.site, answers, editing.number)
    except SavedMeanwhile:
        return _save(request, Editing(kept_site(request, editing.site.pk), request.user))
    except UnableToSave as error:
        whole.form.add_error(None, str(error))
        return _shown(request, editing, whole, _began_from(request), status=422)
    return _where_next(request, editing.site)


def _act(request: MemberRequest, site: MentorSitePage, answers: dict[str, Any], seen: int) -> None:
    revision = save_profile(site, answers=answers, seen=seen, by=request.user, at=timezone.now())
    if request.POST.get("do") != "send":
        said = "Your draft is saved." if revision else "Nothing was changed."
        messages.success(request, f"{said} Readers see what is live until it is approved.")


def _where_next(request: MemberRequest, site: MentorSitePage) -> HttpResponse:
    if request.POST.get("do") != "send":
        return redirect("mentorsites:profile", site.pk)
    try:
        change = send_for_review(site, by=request.user, at=timezone.now())
    except UnableToSend as error:
        messages.info(request, str(error))
        return redirect("mentorsites:profile", site.pk)
    messages.success(request, "Sent. A reviewer looks at it; the live page stays as it is.")
    return redirect(change)


def _without_settled(request: MemberRequest, answers: dict[str, Any]) -> dict[str, Any]:
    """Leaves out the fields for which somebody chose the other version."""
    return {
        name: answer
        for name, answer in answers.items()
        if request.POST.get(f"keep-{name}") != "theirs"
    }


def _in_conflict(request: MemberRequest, editing: Editing, conflicts: list) -> HttpResponse:
    settled = ("csrfmiddlewaretoken", "revision", *(f"keep-{one.name}" for one in conflicts))
    context = {
        "site": editing.site,
        "conflicts": conflicts,
        "theirs": editing.site.latest_revision,
        "number": editing.number,
        # Everything typed goes along, so that choosing costs nobody a word.
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in settled
        ],
    }
    return render(request, "mentorsites/profile_conflict.html", context, status=409)


def _shown(
    request: MemberRequest,
    editing: Editing,
    whole: WholeProfile,
    began_from: int,
    *,
    opened: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "editing": editing,
        "site": editing.site,
        "whole": whole,
        "began_from": began_from,
        "opened": opened,
        "draft": editing.draft if request.method != "POST" else None,
        "progress": editing.progress,
        "change": editing.change,
    }
    return render(request, "mentorsites/profile.html", context, status=status)


@login_required
@require_POST
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Keeps what is being typed, or throws it away; asked by the script every few seconds."""
    site = kept_site(request, pk)
    if request.POST.get("do") == "throw-away":
        throw_away(site, by=request.user)
        messages.success(request, "What you had typed is gone. This is the saved version.")
        return redirect("mentorsites:profile", pk)
    kept = _keep(request, site)
    return JsonResponse({"saved": kept.saved_at.isoformat()})


def _keep(request: MemberRequest, site: MentorSitePage) -> Any:
    began_from, now = _began_from(request), timezone.now()
    return keep_typed(site, typed=request.POST, based_on=began_from, by=request.user, at=now)


def _began_from(request: MemberRequest) -> int:
    return number_in(request.POST.get("revision", ""))
