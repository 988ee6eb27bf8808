"""A day, who comes along, and the papers for it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.models import User
from hub.accounts.requests import MemberRequest
from hub.notifications.models import MailSettings

from ..actions.scheduling import NO_PLAN, PlanChanged, accept_form, schedule, unschedule
from ..calendars import visit_calendar
from ..forms.answering import WordsForm
from ..forms.planning import AGENDA, AcceptedForm, PlanForm, initial_of
from ..models import MentorRequest, Offer, Status, VisitPlan
from ..request_page import show
from ..steps import when_words
from .acting import take_step
from .finding import Side, form_page, request_or_404

UNDER_WAY = (Status.ACCEPTED, Status.SCHEDULED)


@login_required
@form_page
def plan(request: MemberRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    row, _ = request_or_404(request, pk, at=at)
    _check_under_way(row)
    begun = _begun(request, row)
    return take_step(
        request,
        row,
        make=lambda data: PlanForm(data, person=request.user, at=at, initial=begun),
        do=lambda form: _set_date(row, form, by=request.user, at=at),
        said="The date is set. Both sides are told, and find the calendar file in the request.",
        context={"is_change": hasattr(row, "plan")},
        template="mentoring/plan.html",
    )


def _set_date(row: MentorRequest, form: PlanForm, *, by: User, at: datetime) -> None:
    try:
        schedule(row, plan=form.plan, attendees=form.attendees, by=by, at=at, seen=form.seen)
    except PlanChanged as changed:
        form.has_seen(changed.sequence)
        raise


def _check_under_way(row: MentorRequest) -> None:
    if row.status not in UNDER_WAY:
        raise Http404


def _begun(request: MemberRequest, row: MentorRequest) -> dict[str, Any]:
    known: VisitPlan | None = getattr(row, "plan", None)
    if known is not None:
        return initial_of(known, list(known.attendees.all()))
    zone = MailSettings.objects.filter(person=request.user).values_list("time_zone", flat=True)
    return {
        "sequence": NO_PLAN,
        "kind": VisitPlan.Kind.CALL,
        "time_zone": zone.first() or timezone.get_default_timezone_name(),
        "agenda": AGENDA,
        "asks_for_confidentiality": True,
    }


@login_required
@form_page
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    row, _ = request_or_404(request, pk)
    _plan_or_404(row)
    _check_under_way(row)
    return take_step(
        request,
        row,
        make=lambda data: WordsForm(data, person=request.user, label="Why, in a few words"),
        do=lambda form: unschedule(row, by=request.user, at=timezone.now(), words=form.said),
        said="The date is called off, and both sides are told. You can agree on another day.",
        context={
            "title": "Call the date off",
            "lead": "The request stays with the site. Everything written in the plan goes.",
            "button": "Call it off",
        },
    )


def _plan_or_404(row: MentorRequest) -> VisitPlan:
    known = getattr(row, "plan", None)
    if known is None:
        raise Http404
    return known


@login_required
@require_safe
def calendar(request: MemberRequest, pk: int) -> HttpResponse:
    row, side = request_or_404(request, pk)
    known = _plan_or_404(row)
    content = visit_calendar(
        known,
        title=_title(row, known, side),
        address=request.build_absolute_uri(row.get_absolute_url()),
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="request-{row.pk}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _title(row: MentorRequest, known: VisitPlan, side: str) -> str:
    """“Visit: Sample County EMS”: to each side, the other one."""
    if side == Side.SITE:
        return f"{known.get_kind_display()}: {row.program_name or 'a program that asked'}"
    offer = row.offers.filter(state=Offer.State.ACCEPTED).select_related("site").first()
    return f"{known.get_kind_display()}: {offer.site.title if offer else 'mentor site'}"


@login_required
@require_safe
def sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """One page to print and take along."""
    at = timezone.now()
    row, side = request_or_404(request, pk, at=at)
    _plan_or_404(row)
    shown = show(row, side, request.user, at=at)
    response = render(request, "mentoring/sheet.html", {"shown": shown, "row": row})
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@form_page
def confidentiality(request: MemberRequest, pk: int) -> HttpResponse:
    """The form to read and print; each side says for its own people who accepted it."""
    at = timezone.now()
    row, side = request_or_404(request, pk, at=at)
    known = _plan_or_404(row)
    missing = known.attendees.filter(side=side, accepted_at=None)
    form = AcceptedForm(request.POST if request.method == "POST" else None, attendees=missing)
    if form.is_bound and form.is_valid():
        _accept(request, form, at)
        return redirect("mentoring:confidentiality", row.pk)
    context = {
        "row": row,
        "plan": known,
        "when": when_words(known),
        "form": form if missing else None,
        "accepted": [one for one in known.attendees.all() if one.accepted_at],
    }
    status = 422 if form.errors else 200
    return render(request, "mentoring/confidentiality.html", context, status=status)


def _accept(request: MemberRequest, form: AcceptedForm, at: datetime) -> None:
    for attendee in form.cleaned_data["who"]:
        accept_form(attendee, by=request.user, at=at)
    messages.success(request, "Noted, with your name and today’s date.")
