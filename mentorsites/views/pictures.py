from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts.requests import MemberRequest
from hub.people.posted import posted

from ..actions.picturing import (
    UnableToAddPicture,
    add_picture,
    change_picture,
    remove_picture,
)
from ..forms.pictures import PictureForm, PictureWordsForm
from ..models import MentorSitePage
from ..profile.versions import working_copy
from .kept import kept_site


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: MemberRequest, pk: int) -> HttpResponse:
    site = kept_site(request, pk)
    form = PictureForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("alt", "caption")}
        file, now = form.cleaned_data["picture"], timezone.now()
        try:
            add_picture(site, file=file, **words, by=request.user, at=now)
        except UnableToAddPicture as error:
            form.add_error("picture", str(error))
        else:
            messages.success(request, "The picture is in your draft.")
            return redirect("mentorsites:pictures", pk)
    status = 422 if request.method == "POST" else 200
    context = {"site": site, "form": form, "shown": _shown(site)}
    return render(request, "mentorsites/profile_pictures.html", context, status=status)


@login_required
@require_POST
def picture(request: MemberRequest, pk: int, image: int) -> HttpResponse:
    """Changes the words of one picture, or takes it out."""
    site = kept_site(request, pk)
    if "remove" in request.POST:
        remove_picture(site, image=image, by=request.user, at=timezone.now())
        messages.success(request, "The picture is out of your draft.")
        return redirect("mentorsites:pictures", pk)
    form = PictureWordsForm(request.POST, prefix=str(image))
    if not form.is_valid():
        context = {"site": site, "form": PictureForm(), "shown": _shown(site, image, form)}
        return render(request, "mentorsites/profile_pictures.html", context, status=422)
    words = {name: form.cleaned_data[name] for name in ("alt", "caption")}
    change_picture(site, image=image, **words, by=request.user, at=timezone.now())
    messages.success(request, "The words are in your draft.")
    return redirect("mentorsites:pictures", pk)


def _shown(site: MentorSitePage, typed: int = 0, form: Any = None) -> list[dict[str, Any]]:
    """Each picture of the draft with the form of its words; `form` is the one being corrected."""
    blocks = working_copy(site).pictures
    return [
        {"image": block.value["image"], "form": form if number == typed else _words(block.value)}
        for block in blocks
        if (number := block.value["image"].pk if block.value["image"] else 0)
    ]


def _words(value: Any) -> PictureWordsForm:
    initial = {
        "alt": value["alt"],
        "is_decorative": not value["alt"],
        "caption": value["caption"],
    }
    return PictureWordsForm(initial=initial, prefix=str(value["image"].pk))
