from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.accounts.limits import allow, too_many
from hub.accounts.models import User
from hub.accounts.requests import MemberRequest
from hub.core.uploads import send_upload

from .actions import (
    UnableToRename,
    change_avatar,
    change_name,
    change_profile,
    change_program,
    open_lines,
    profile_of,
    program_of,
)
from .directory import turn_to
from .forms import AvatarForm, DirectoryForm, ProfileForm, ProgramForm, WelcomeForm
from .lines import describe, languages_of
from .models import Profile, Shown
from .posted import posted

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    # Filtering is for members: a filter tells something about everybody it leaves out.
    form = DirectoryForm(request.GET) if request.user.is_authenticated else None
    chosen = form.chosen if form else {}
    leaf = turn_to(request.user, chosen=chosen, after=request.GET.get("after", ""))
    context = {"leaf": leaf, "form": form, "is_filtered": bool(chosen)}
    return render(request, "people/directory.html", context)


@require_safe
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    found = _profile_at(handle, request.user)
    context = {
        "card": describe(found, request.user),
        "languages": languages_of(found, request.user),
        "person": found.person,
        "is_own": found.person == request.user,
    }
    return render(request, "people/profile.html", context)


def _profile_at(handle: str, reader: Any) -> Profile:
    profiles = Profile.objects.visible_to(reader).with_rows()
    found = profiles.filter(person__handle=handle).first()
    if found is None:
        # Whoever never wrote a line has a page too: their name stands under what they write.
        person = get_object_or_404(User.objects.visible_to(reader), handle=handle)
        found = profile_of(person)
    return found


@login_required
@form_page
def edit_profile(request: MemberRequest, handle: str) -> HttpResponse:
    own = _own_profile(request, handle)
    form = ProfileForm(posted(request), instance=own)
    if request.method == "POST" and form.is_valid():
        try:
            _save_profile(own, form)
        except UnableToRename:
            form.add_error("handle", "Somebody took this address just now. Choose another one.")
        else:
            messages.success(request, "Your page is saved.")
            return redirect(own)
    context = _edit_context(own, form, AvatarForm())
    return render(request, "people/edit.html", context, status=422 if form.errors else 200)


def _edit_context(own: Profile, form: ProfileForm, avatar_form: AvatarForm) -> dict[str, Any]:
    avatar_url = describe(own, own.person).avatar_url
    return {"form": form, "profile": own, "avatar_form": avatar_form, "avatar_url": avatar_url}


@transaction.atomic
def _save_profile(own: Profile, form: ProfileForm) -> None:
    cleaned = form.cleaned_data
    change_name(own.person, name=cleaned["name"], handle=cleaned["handle"])
    change_profile(
        own,
        lines=form.lines,
        helps_with=cleaned["helps_with"],
        wants_help_with=cleaned["wants_help_with"],
        languages=cleaned["languages"],
        at=timezone.now(),
    )


@login_required
@require_POST
def edit_picture(request: MemberRequest, handle: str) -> HttpResponse:
    own = _own_profile(request, handle)
    form = AvatarForm(request.POST, request.FILES)
    if "remove" in request.POST:
        change_avatar(own, picture=None)
    elif refusal := allow("upload", request.user.pk, at=timezone.now()):
        return too_many(request, refusal)
    elif form.is_valid():
        change_avatar(own, picture=form.cleaned_data["picture"])
    else:
        context = _edit_context(own, ProfileForm(instance=own), form)
        return render(request, "people/edit.html", context, status=422)
    messages.success(request, "Your picture is changed.")
    return redirect("people:edit", own.person.handle)


def _own_profile(request: MemberRequest, handle: str) -> Profile:
    # Whose page it is not has no such address.
    if request.user.handle != handle:
        raise Http404
    own = profile_of(request.user)
    own.person = request.user
    return own


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    shown = Profile.objects.visible_to(request.user).filter(avatar=f"avatars/{name}")
    found = get_object_or_404(shown.select_related("person"))
    if not found.is_open("avatar", request.user):
        raise Http404
    return send_upload(found.avatar, content_type="image/webp")


@login_required
@form_page
def welcome(request: MemberRequest) -> HttpResponse:
    program = program_of(request.user)
    form = WelcomeForm(posted(request), instance=program)
    if request.method == "POST" and form.is_valid():
        is_open = form.cleaned_data.pop("is_open_to_members")
        change_program(program, answers=form.cleaned_data, at=timezone.now())
        if is_open:
            open_lines(profile_of(request.user), lines=["discipline", "program"], to=Shown.MEMBERS)
        return redirect("home:desk")
    context = {"form": form}
    return render(request, "people/welcome.html", context, status=422 if form.errors else 200)


@login_required
@form_page
def edit_program(request: MemberRequest) -> HttpResponse:
    program = program_of(request.user)
    form = ProgramForm(posted(request), instance=program)
    if request.method == "POST" and form.is_valid():
        change_program(program, answers=form.cleaned_data, at=timezone.now())
        messages.success(request, "Your program is saved.")
        return redirect("home:desk")
    context = {"form": form, "audience": _audience_of_program(request)}
    return render(request, "people/program.html", context, status=422 if form.errors else 200)


def _audience_of_program(request: MemberRequest) -> str:
    return Shown(profile_of(request.user).program_shown).label
