"""A member invites a peer: a way in that works at once, for one address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.accounts.actions import UnableToInvite, invite
from hub.accounts.limits import allow, answers_429, refuse_form
from hub.accounts.requests import MemberRequest

from .forms import InviteForm
from .permissions import can_invite
from .posted import posted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite_peer(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    form = InviteForm(posted(request))
    if not can_invite(request.user, at=now):
        return render(request, "people/invite.html", {"is_silenced": True}, status=403)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "people/invite.html", {"form": form}, status=422 if form.errors else 200
        )
    if refusal := allow("invitations", request.user.pk, at=now):
        refuse_form(form, refusal)
        return answers_429(render(request, "people/invite.html", {"form": form}), refusal.seconds)
    try:
        invite(form.cleaned_data["email"], by=request.user, at=now, note=form.cleaned_data["note"])
    except UnableToInvite as error:
        form.add_error(None, str(error))
        return render(request, "people/invite.html", {"form": form}, status=422)
    messages.success(request, "Your invitation is on its way. It is good for ten days.")
    return redirect("people:invite")
