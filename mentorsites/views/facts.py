from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.accounts.requests import MemberRequest
from hub.people.posted import posted

from ..actions.facts import (
    BLACKOUTS,
    FactsChangedMeanwhile,
    UnableToChangeFacts,
    change_facts,
    spans_of,
)
from ..forms.facts import DaysOffForms, FactsForm, as_seen, days_off_forms, say_clashes, seen_in
from ..models import FactChange, MentorSitePage
from ..permissions import can_keep
from ..profile.facts import FACTS
from ..profile.words import Words
from .kept import kept_site, shown_site

SHOWN_LINES = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: MemberRequest, pk: int) -> HttpResponse:
    site = kept_site(request, pk) if request.method == "POST" else shown_site(request, pk)
    known = {name: fact.value(site) for name, fact in FACTS.items()} | {BLACKOUTS: spans_of(site)}
    form = FactsForm(posted(request), initial=known, words=Words(), has_ended=site.has_ended)
    days = days_off_forms(known[BLACKOUTS], posted(request))
    seen, status = known, 200
    if request.method == "POST":
        seen = seen_in(request.POST.get("seen", ""))
        status = _posted(request, site, form, days, seen)
        if status == 302:
            return redirect("mentorsites:facts", pk)
    context = {"site": site, "form": form, "days": days, "log": lines_of(site)}
    context |= {"is_own": can_keep(request.user, site), "seen": as_seen(seen)}
    return render(request, "mentorsites/profile_facts.html", context, status=status)


def _posted(
    request: MemberRequest,
    site: MentorSitePage,
    form: FactsForm,
    days: DaysOffForms,
    seen: dict[str, Any],
) -> int:
    """Changes what was posted; returns the answer's status, and in `seen` what was seen by now."""
    if not all([form.is_valid(), days.is_valid()]):
        return 422
    try:
        _change(request, site, form, days, seen)
    except FactsChangedMeanwhile as error:
        say_clashes(error.clashes, form, days)
        seen |= {one.name: one.live for one in error.clashes}
        return 409
    except UnableToChangeFacts as error:
        form.add_error(None, str(error))
        return 422
    return 302


def _change(
    request: MemberRequest,
    site: MentorSitePage,
    form: FactsForm,
    days: DaysOffForms,
    seen: dict[str, Any],
) -> None:
    lines = change_facts(
        site,
        answers=form.answers(),
        days_off=days.spans(),
        seen=seen,
        by=request.user,
        at=timezone.now(),
    )
    said = "This is live now." if lines else "Nothing was changed."
    messages.success(request, f"{said} You have also confirmed that your page is still right.")


def lines_of(site: MentorSitePage) -> list[dict[str, Any]]:
    """The newest lines of the log, each with what its fact is called."""
    lines = site.fact_changes.select_related("by").order_by("-at", "-pk")[:SHOWN_LINES]
    return [{"label": label_of(line), "line": line} for line in lines]


def label_of(line: FactChange) -> str:
    return FACTS[line.fact].label if line.fact in FACTS else "Days off"
