"""The log of moderation, for whom it concerns."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read

from ..logbook import describe_line, turn_log
from ..models import ModerationEvent
from .finding import access_for


@login_required
@require_safe
def log(request: MemberRequest) -> HttpResponse:
    access_for(request)
    leaf = turn_log(request.user, after=request.GET.get("after", ""))
    return render(request, "forums/log.html", {"leaf": leaf})


@login_required
@require_safe
def log_entry(request: MemberRequest, pk: int) -> HttpResponse:
    access_for(request)
    events = ModerationEvent.objects.visible_to(request.user).with_things()
    event = get_object_or_404(events, pk=pk)
    mark_subject_read(event, by=request.user, at=timezone.now())
    return render(
        request, "forums/log_entry.html", {"line": describe_line(event, request.user, full=True)}
    )
