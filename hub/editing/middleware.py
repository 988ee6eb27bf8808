"""An approval that is refused in the editor keeps what was typed, and says why."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .models import UnableToApprove

ASKED = ("action-workflow-action", "workflow-action-name", "workflow-action-extra-data")


class ApprovalMiddleware:
    """Wagtail's views save what was typed and then approve: a refusal takes both back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, UnableToApprove):
            return None
        messages.warning(request, str(exception))
        if ASKED[0] in request.POST:
            return _save_as_draft(request)
        return redirect("wagtailadmin_pages:edit", exception.page.pk)


def _save_as_draft(request: HttpRequest) -> HttpResponse:
    """Asks the same view again, this time only to save."""
    sent = request.POST.copy()
    for name in ASKED:
        sent.pop(name, None)
    request.POST = sent  # type: ignore[assignment]
    view, args, kwargs = request.resolver_match  # type: ignore[misc]
    with transaction.atomic():
        return view(request, *args, **kwargs)
