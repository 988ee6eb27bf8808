from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ..actions import log_event
from ..models import SecurityEvent, User
from ..second_step import AFTERWARDS, GOING_WITHOUT, lacks_second_step, may_go_without


@login_required
@require_safe
def second_step_needed(request: HttpRequest) -> HttpResponse:
    """Why something more than a password is needed, and the two ways to have it."""
    afterwards = request.session.get(AFTERWARDS) or reverse("accounts:account")
    if not lacks_second_step(request):
        return redirect(afterwards)
    context = {"may_go_without": may_go_without(request.user), "afterwards": afterwards}
    return render(request, "accounts/second_step_needed.html", context)


@login_required
@require_POST
def go_without(request: HttpRequest) -> HttpResponse:
    """Only for trying the hub: a sample person goes on, for this session."""
    person: User = request.user  # type: ignore[assignment]
    if not may_go_without(person):
        raise Http404
    request.session[GOING_WITHOUT] = True
    kind = SecurityEvent.Kind.WENT_WITHOUT_SECOND_STEP
    log_event(kind, person=person, by=person, at=timezone.now())
    return redirect(request.session.pop(AFTERWARDS, None) or "/admin/")
