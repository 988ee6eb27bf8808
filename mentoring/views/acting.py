"""What the pages share on which one step is taken. Whatever happens, nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hub.accounts.requests import MemberRequest

from ..actions.finishing import UnableToFinish
from ..actions.moving import UnableToMove
from ..actions.scheduling import UnableToSchedule
from ..models import MentorRequest
from ..trying import attempt

FAILURES = (UnableToMove, UnableToSchedule, UnableToFinish)
STEP = "mentoring/step.html"


def take_step(
    request: MemberRequest,
    row: MentorRequest,
    *,
    make: Callable[[Any], Any],
    do: Callable[[Any], Any],
    said: str,
    context: dict[str, Any],
    template: str = STEP,
) -> HttpResponse:
    """Shows the form that `make(data)` gives; once it is ready, `do(form)` and back to the request.

    `said` tells what happened; `back` is where to go when the request is not theirs to read any
    more. A refusal of the action stands at the top of the form.
    """
    tried = attempt(request, make)
    if tried.is_ready:
        try:
            do(tried.form)
        except FAILURES as error:
            tried.form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(context.get("back") or row)
    shown = tried.context | {"row": row} | context
    return render(request, template, shown, status=tried.status)


def do_at_once(
    request: MemberRequest, row: MentorRequest, do: Callable[[], Any], *, said: str
) -> HttpResponse:
    """One button without a form: done, or said why not."""
    try:
        do()
    except FAILURES as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(row)
