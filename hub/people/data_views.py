"""One's own data: a copy to take along, and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.accounts.limits import allow, too_many
from hub.accounts.requests import MemberRequest
from hub.accounts.step_up import recently_confirmed
from hub.core.uploads import send_upload

from .actions import UnableToLeave, ask_for_data, hindrances_to_leaving, leave, stay
from .forms import LeaveForm
from .models import DataExport, Departure
from .posted import posted


@login_required
@require_safe
def data(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    exports = DataExport.objects.visible_to(request.user).order_by("-asked_at", "-pk")[:3]
    context = {
        "exports": [(export, export.is_ready(now)) for export in exports],
        "departure": Departure.objects.open().filter(person=request.user).first(),
    }
    return render(request, "people/data.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
def export(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        now = timezone.now()
        if refusal := allow("export", request.user.pk, at=now):
            return too_many(request, refusal)
        ask_for_data(request.user, at=now)
        messages.success(
            request, "We are putting your data together and tell you when it is ready."
        )
        return redirect("people:data")
    return render(request, "people/export.html")


@login_required
@require_safe
@recently_confirmed
def download(request: MemberRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(DataExport.objects.visible_to(request.user), pk=pk)
    if not found.is_ready(timezone.now()):
        raise Http404
    response = send_upload(
        found.file,
        content_type="application/zip",
        as_attachment=True,
        filename=f"my-hub-data-{found.asked_at:%Y-%m-%d}.zip",
    )
    # Not even this browser keeps it: the computer may be a station's.
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@recently_confirmed
def leave_page(request: MemberRequest) -> HttpResponse:
    form, now = LeaveForm(posted(request)), timezone.now()
    if request.method == "POST" and form.is_valid():
        if refusal := allow("leave", request.user.pk, at=now):
            return too_many(request, refusal)
        try:
            leave(request.user, at=now, removes_posts=form.cleaned_data["removes_posts"])
        except UnableToLeave as error:
            form.add_error(None, str(error))
        else:
            return redirect("people:data")
    status = 422 if form.errors else 200
    context = {"form": form, "hindrances": hindrances_to_leaving(request.user, at=now)}
    return render(request, "people/leave.html", context, status=status)


@login_required
@require_POST
def stay_page(request: MemberRequest) -> HttpResponse:
    if stay(request.user, at=timezone.now()):
        messages.success(request, "Good that you stay. Nothing was removed.")
    return redirect("people:data")
