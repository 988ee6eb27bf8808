"""What members report of a practice: reading it, telling it, and looking after it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.limits import key_of, rule_for
from forums.standing import standing_of
from forums.views.writing import cannot_write
from hub.accounts.limits import Refusal, allow, answers_429, refuse_form
from hub.accounts.requests import MemberRequest
from hub.accounts.second_step import second_step_required
from hub.notifications.actions import mark_subject_read

from .actions import (
    UnableToReport,
    edit_report,
    hide_report,
    remove_report,
    report_adoption,
    show_report,
)
from .adoptions import tally_of, turn_to
from .asking import facts_of
from .forms import AdoptionForm, HideForm, ReportFilterForm
from .models import AdoptionReport, PracticePage
from .permissions import can_edit, can_look_after, can_look_after_any, can_remove, can_report

form_page = require_http_methods(["GET", "HEAD", "POST"])
MASK = "mask"
MOST_WAITING = 50
PAUSED = "A steward has paused your writing for a while. You can read everything as before."
MASKED = "We wrote the marked words less exactly. Read it once more, then send it."
THANKS = "Thank you. Your report stands with the practice now; you can change it at any time."
REMOVED_HIDDEN = "Removed. Only that it was hidden is kept: a new one goes to a moderator first."
WAITS = "Thank you. Your report is kept and waits for a moderator; others see it after that."


@require_safe
def adoptions(request: HttpRequest, practice: int) -> HttpResponse:
    page = _practice_or_404(request, practice)
    form = ReportFilterForm(request.GET)
    chosen = form.chosen
    reports = AdoptionReport.objects.visible_to(request.user).filter(practice=page)
    leaf = turn_to(reports, request.user, chosen=chosen, after=request.GET.get("after", ""))
    context = {
        "practice": page,
        "tally": tally_of(page),
        "form": form,
        "is_filtered": bool(chosen),
        "leaf": leaf,
        "can_look_after": can_look_after(request.user, page),
    }
    return render(request, "practices/adoptions.html", context)


@login_required
@second_step_required
@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """What nobody sees until somebody has read it, the oldest first."""
    if not can_look_after_any(request.user):
        raise Http404
    reports = AdoptionReport.objects.waiting_for(request.user).with_rows(request.user)
    shown = reports.select_related("practice").order_by("created_at", "pk")[: MOST_WAITING + 1]
    context = {"reports": list(shown)[:MOST_WAITING], "has_more": len(shown) > MOST_WAITING}
    return render(request, "practices/waiting.html", context)


@login_required
@require_safe
def adoption(request: MemberRequest, pk: int) -> HttpResponse:
    """One report: where news of it leads, and where it is looked after."""
    report = _report_or_404(request, pk)
    mark_subject_read(report, by=request.user, at=timezone.now())
    context = {
        "report": report,
        "practice": report.practice,
        "is_own": report.reporter_id == request.user.pk,
        "can_look_after": can_look_after(request.user, report.practice),
    }
    return render(request, "practices/adoption.html", context)


@login_required
@form_page
def new_adoption(request: MemberRequest, practice: int) -> HttpResponse:
    """Four minutes: one page, three answers that are needed."""
    page, at = _practice_or_404(request, practice), timezone.now()
    if not can_report(request.user, at=at):
        return cannot_write(request, forum=None, why=PAUSED)
    kept = AdoptionReport.objects.filter(practice=page, reporter=request.user).first()
    if kept is not None and request.method != "POST":
        messages.info(request, "You have told us about this practice. Here you can change it.")
        return redirect("practices:edit_adoption", kept.pk)
    form, notice = _form(request, initial=facts_of(request.user))
    if notice or not form.is_valid():
        return _form_again(request, form, practice=page, notice=notice)
    return _report(request, form, page, at)


def _report(
    request: MemberRequest, form: AdoptionForm, practice: PracticePage, at: datetime
) -> HttpResponse:
    if refusal := _too_often(request, at):
        return _form_again(request, form, practice=practice, refusal=refusal)
    try:
        report = report_adoption(
            practice,
            answers=form.answers,
            by=request.user,
            at=at,
            form_key=form.cleaned_data["form_key"],
            must_wait=form.must_wait,
        )
    except UnableToReport as error:
        form.add_error(None, str(error))
        return _form_again(request, form, practice=practice, kept=error.kept)
    return _after_writing(request, form, report)


@login_required
@form_page
def edit_adoption(request: MemberRequest, pk: int) -> HttpResponse:
    report, at = _report_or_404(request, pk), timezone.now()
    if not can_edit(request.user, report, at=at):
        if can_remove(request.user, report):
            return cannot_write(request, forum=None, why=PAUSED)
        raise Http404
    form, notice = _form(request, instance=report)
    if notice or not form.is_valid():
        return _form_again(request, form, practice=report.practice, notice=notice, report=report)
    if refusal := allow("edit", key_of(request.user), at=at):
        return _form_again(request, form, practice=report.practice, refusal=refusal, report=report)
    changed = edit_report(
        report, answers=form.answers, by=request.user, at=at, must_wait=form.must_wait
    )
    return _after_writing(request, form, changed)


@login_required
@form_page
def remove_adoption(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once, then removes one's own report for good."""
    report = _report_or_404(request, pk)
    if not can_remove(request.user, report):
        raise Http404
    if request.method != "POST":
        context = {"report": report, "practice": report.practice}
        return render(request, "practices/remove_adoption.html", context)
    was_hidden = bool(report.is_hidden or report.hidden_reason)
    remove_report(report, by=request.user, at=timezone.now())
    messages.success(request, REMOVED_HIDDEN if was_hidden else "Removed. Nothing of it is kept.")
    return redirect(report.practice.get_absolute_url())


@login_required
@second_step_required
@form_page
def hide_adoption(request: MemberRequest, pk: int) -> HttpResponse:
    report = _report_to_look_after(request, pk)
    form = HideForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"report": report, "practice": report.practice, "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "practices/hide_adoption.html", context, status=status)
    reason = form.cleaned_data["reason"]
    hide_report(report, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, "Hidden. Its author is told why.")
    return redirect(report)


@login_required
@second_step_required
@require_POST
def show_adoption(request: MemberRequest, pk: int) -> HttpResponse:
    report = _report_to_look_after(request, pk)
    show_report(report, by=request.user, at=timezone.now())
    messages.success(request, "Others see it now.")
    return redirect(report)


def _practice_or_404(request: HttpRequest, pk: int) -> PracticePage:
    return get_object_or_404(PracticePage.objects.visible_to(request.user), pk=pk)


def _report_or_404(request: HttpRequest, pk: int) -> AdoptionReport:
    reports = AdoptionReport.objects.visible_to(request.user).with_rows(request.user)
    return get_object_or_404(reports.select_related("practice"), pk=pk)


def _report_to_look_after(request: MemberRequest, pk: int) -> AdoptionReport:
    report = _report_or_404(request, pk)
    if not can_look_after(request.user, report.practice):
        raise PermissionDenied
    return report


def _too_often(request: MemberRequest, at: datetime) -> Refusal | None:
    rule = rule_for("topic", standing_of(request.user, at=at))
    return allow(rule, key_of(request.user), at=at)


def _form(request: MemberRequest, **options: Any) -> tuple[AdoptionForm, str]:
    """The form as it was sent, and a notice when its words were masked on request."""
    if request.method != "POST":
        return AdoptionForm(person=request.user, **options), ""
    form = AdoptionForm(request.POST, person=request.user, **options)
    if request.POST.get("action") != MASK:
        return form, ""
    form.is_valid()
    data = request.POST.copy()
    for name, text in form.masked().items():
        data[name] = text
    return AdoptionForm(data, person=request.user, **options), MASKED


def _form_again(
    request: MemberRequest,
    form: AdoptionForm,
    *,
    refusal: Refusal | None = None,
    **context: Any,
) -> HttpResponse:
    """The form with everything that was typed, and what is to be said about it."""
    if refusal:
        refuse_form(form, refusal)
    status = 422 if form.is_bound and form.errors else 200
    shown = {"form": form, **context}
    response = render(request, "practices/adoption_form.html", shown, status=status)
    return answers_429(response, refusal.seconds) if refusal else response


def _after_writing(
    request: MemberRequest, form: AdoptionForm, report: AdoptionReport
) -> HttpResponse:
    """To the practice; to help, when the words sounded like danger."""
    if form.sounds_like_danger:
        return redirect("forums:care")
    if not report.is_live:
        messages.success(request, WAITS)
        return redirect(report)
    messages.success(request, THANKS)
    return redirect(f"{report.practice.get_absolute_url()}#adoptions")
