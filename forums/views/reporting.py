"""Saying that something is wrong, and reading what came of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hub.accounts.limits import allow, too_many
from hub.accounts.models import User
from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read

from ..actions.reporting import UnableToReport, report_post, report_profile
from ..models import Forum, Post, Report, Thread
from ..report_forms import ProfileReportForm, ReportForm
from ..review_messages import OUTCOMES
from .finding import access_for, post_or_404

THANKS = {
    Report.Reason.CRISIS: "Thank you for caring. A trained person is told now. If there is "
    "immediate danger, call 911; for anybody in distress, 988 answers at any hour.",
}
HIDDEN = (
    "Thank you. The post is hidden now; a person looks at it within 4 hours, and you are told what "
    "came of it."
)
THANKS_ANYWAY = "Thank you. A person looks at it, and you are told what came of it."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    post = post_or_404(pk, number, access_for(request))
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        now = timezone.now()
        if refusal := allow("report", request.user.pk, at=now):
            return too_many(request, refusal)
        try:
            done = report_post(post, by=request.user, at=now, **form.cleaned_data)
        except UnableToReport as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _thanks(done))
        return redirect(_place_to_go_on(post))
    context = {"form": form, "post": post}
    return render(request, "forums/report.html", context, status=422 if form.errors else 200)


def _thanks(done: Report) -> str:
    """What is true of this post: one that a reviewer let stand before is not hidden again."""
    reason = Report.Reason(done.reason)
    if reason == Report.Reason.IDENTIFIES and not done.post.is_live:
        return HIDDEN
    return THANKS.get(reason, THANKS_ANYWAY)


def _place_to_go_on(post: Post) -> Thread | Forum:
    """A thread without its first post is not there any more; its forum is."""
    thread = Thread.objects.select_related("forum").get(pk=post.thread_id)
    return thread if thread.state == Thread.State.LIVE else thread.forum


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_person(request: MemberRequest, handle: str) -> HttpResponse:
    people = User.objects.visible_to(request.user).exclude(pk=request.user.pk)
    person = get_object_or_404(people, handle=handle)
    form = ProfileReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        now = timezone.now()
        if refusal := allow("report", request.user.pk, at=now):
            return too_many(request, refusal)
        report_profile(person, by=request.user, at=now, **form.cleaned_data)
        messages.success(request, "Thank you. A person looks at it.")
        return redirect(person)
    context = {"form": form, "person": person}
    return render(request, "forums/report_person.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def own_report(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Report.objects.visible_to(request.user).select_related("post__thread__forum"), pk=pk
    )
    mark_subject_read(found, by=request.user, at=timezone.now())
    items = found.post.review_items.filter(decided_at__gte=found.created_at)
    decided = items.order_by("-decided_at", "-pk").first()
    context = {
        "report": found,
        "outcome": OUTCOMES.get(decided.decision, "") if decided else "",
        "sees_post": access_for(request).can(1, found.post.thread.forum_id) and found.post.is_live,
    }
    return render(request, "forums/own_report.html", context)
