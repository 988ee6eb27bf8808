"""Who keeps a site: seen and changed by those who do, and by the staff."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts.limits import address_key, allow, answers_429, refuse_form, too_many
from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subjects_read
from hub.people.posted import posted

from ..actions.confirming import UnableToConfirm, send_question_again
from ..actions.inviting import (
    UnableToInvite,
    invite_manager,
    revoke_site_invitation,
    send_invitation_again,
)
from ..actions.managing import (
    UnableToHandOver,
    UnableToStepDown,
    hand_over,
    needs_keeper,
    others_who_stay,
    remove_manager,
    step_down,
)
from ..forms.people import InviteManagerForm, RemoveManagerForm, StopForm
from ..keeping import own_place, people_of
from ..models import MentorSitePage, SiteInvitation, SiteManager
from ..permissions import can_invite, can_remove, sites_kept_or_edited_by


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: MemberRequest, pk: int) -> HttpResponse:
    """The page, and inviting somebody from it."""
    site, mine = _site_and_place(request, pk)
    form = _invite_form(request.user, site, mine, posted(request))
    if request.method != "POST" or form is None or not form.is_valid():
        return _page(request, site, mine, invite=form)
    if refusal := allow("invitations", request.user.pk, at=timezone.now()):
        refuse_form(form, refusal)
        return answers_429(_page(request, site, mine, invite=form), refusal.seconds)
    try:
        _invite(request, site, mine, form.cleaned_data)
    except UnableToInvite as error:
        form.add_error("email", str(error))
        return _page(request, site, mine, invite=form)
    messages.success(request, "Your invitation is on its way. It is good for 14 days.")
    return redirect("mentorsites:people", site.pk)


@login_required
@require_POST
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    """One's own time ends; somebody else stays."""
    site, _ = _site_and_place(request, pk)
    now = timezone.now()
    mine = get_object_or_404(SiteManager.objects.of(request.user).current(), site=site)
    form = StopForm(request.POST, others=others_who_stay(mine, at=now), auto_id="stop_%s")
    if not form.is_valid():
        return _page(request, site, mine, stop=form)
    try:
        to = form.cleaned_data["to"]
        ended = hand_over(mine, to=to, at=now) if to else step_down(mine, at=now)
    except (UnableToHandOver, UnableToStepDown) as error:
        form.add_error("to", str(error))
        return _page(request, site, mine, stop=form)
    # With the last site goes the role, and with it every other session.
    update_session_auth_hash(request, ended.person)
    messages.success(request, f"You do not keep {site.title} any more. Thank you for doing it.")
    return redirect("mentorsites:own")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, pk: int, manager: int) -> HttpResponse:
    """The staff end somebody's time and say why."""
    site, _ = _site_and_place(request, pk)
    current = SiteManager.objects.current().select_related("person", "site")
    one = get_object_or_404(current.exclude(person=request.user), pk=manager, site=site)
    if not can_remove(request.user, site):
        raise Http404
    form = RemoveManagerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        remove_manager(one, by=request.user, at=timezone.now(), why=why)
        messages.success(request, f"{one.person} does not keep this site any more.")
        return redirect("mentorsites:people", site.pk)
    context = {"site": site, "manager": one, "form": form}
    status = 422 if form.errors else 200
    return render(request, "mentorsites/remove_manager.html", context, status=status)


@login_required
@require_POST
def again(request: MemberRequest, pk: int, invitation: int) -> HttpResponse:
    site, one = _site_and_invitation(request, pk, invitation)
    now = timezone.now()
    if refusal := allow("invitations", request.user.pk, at=now):
        return too_many(request, refusal)
    try:
        send_invitation_again(one, by=request.user, at=now)
    except UnableToInvite as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Sent once more, with a new link. The old link stopped working.")
    return redirect("mentorsites:people", site.pk)


@login_required
@require_POST
def revoke(request: MemberRequest, pk: int, invitation: int) -> HttpResponse:
    site, one = _site_and_invitation(request, pk, invitation)
    revoke_site_invitation(one, by=request.user, at=timezone.now())
    messages.success(request, "The invitation is taken back. Its link does not work any more.")
    return redirect("mentorsites:people", site.pk)


@login_required
@require_POST
def question(request: MemberRequest, pk: int) -> HttpResponse:
    """The yearly question once more, to the same agency's address."""
    now = timezone.now()
    mine = get_object_or_404(SiteManager.objects.of(request.user).able(now), site=pk)
    if refusal := allow("reset_mail", address_key(mine.agency_email), at=now):
        return too_many(request, refusal)
    try:
        send_question_again(mine, at=now)
    except UnableToConfirm as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"We wrote to {mine.agency_email} once more.")
    return redirect("mentorsites:own")


def _site_and_place(request: MemberRequest, pk: int) -> tuple[MentorSitePage, SiteManager | None]:
    site = get_object_or_404(sites_kept_or_edited_by(request.user), pk=pk)
    return site, own_place(request.user, site)


def _site_and_invitation(
    request: MemberRequest, pk: int, invitation: int
) -> tuple[MentorSitePage, SiteInvitation]:
    site, _ = _site_and_place(request, pk)
    if not can_invite(request.user, site):
        raise Http404
    unused = SiteInvitation.objects.filter(site=site, accepted_at=None, revoked_at=None)
    return site, get_object_or_404(unused.select_related("site", "in_place_of"), pk=invitation)


def _invite_form(
    asking: Any, site: MentorSitePage, mine: SiteManager | None, data: QueryDict | None = None
) -> InviteManagerForm | None:
    if not can_invite(asking, site):
        return None
    return InviteManagerForm(data, keeps=mine is not None, is_editor=can_remove(asking, site))


def _invite(
    request: MemberRequest, site: MentorSitePage, mine: SiteManager | None, answers: dict[str, Any]
) -> SiteInvitation:
    return invite_manager(
        site,
        email=answers["email"],
        by=request.user,
        at=timezone.now(),
        note=answers["note"],
        in_place_of=mine if answers.get("takes_my_place") else None,
        has_no_agency_address=answers.get("has_no_agency_address", False),
    )


def _page(
    request: MemberRequest,
    site: MentorSitePage,
    mine: SiteManager | None,
    *,
    invite: InviteManagerForm | None = None,
    stop: StopForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    # News of who began and who stopped leads here.
    mark_subjects_read(site.managers.all(), by=request.user, at=now)
    if mine is not None and stop is None:
        stop = StopForm(others=others_who_stay(mine, at=now), auto_id="stop_%s")
    context = {
        "site": site,
        "mine": mine,
        "invite": invite or _invite_form(request.user, site, mine),
        "stop": stop,
        "can_remove": can_remove(request.user, site),
        "needs_keeper": needs_keeper(site),
        **people_of(site, at=now),
    }
    return render(request, "mentorsites/people.html", context, status=_status(invite, stop))


def _status(*asked: forms.BaseForm | None) -> int:
    return 422 if any(form is not None and form.errors for form in asked) else 200
