"""Notes of a site: reading them, and writing one for everybody."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from forums.limits import key_of, rule_for
from forums.models import Thread
from forums.standing import standing_of
from hub.accounts.limits import allow, answers_429, refuse_form
from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read

from ..actions.noting import (
    NoteHasChanged,
    change_note,
    publish_note,
    version_of,
    withdraw_note,
)
from ..forms.site_notes import SiteNoteForm
from ..models import MentorSitePage, SiteNote
from ..notes_list import turn_to
from ..permissions import can_change_note, can_keep, sites_kept_by

form_page = require_http_methods(["GET", "HEAD", "POST"])
MASK = "mask"
MASKED = "We wrote the marked words less exactly. Read it once more, then send it."


@require_safe
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """One note, to read, link to and print."""
    notes = SiteNote.objects.visible_to(request.user).select_related("site")
    found = get_object_or_404(notes.prefetch_related("topics"), pk=pk)
    if request.user.is_authenticated:
        mark_subject_read(found, by=request.user, at=timezone.now())
    context = {
        "note": found,
        "site": found.site,
        "thread": _thread_of(found, request.user),
        "is_kept": can_keep(request.user, found.site),
    }
    return render(request, "mentorsites/note.html", context)


def _thread_of(note: SiteNote, reader: Any) -> Any:
    """The discussion it was said in too, if the reader may open it."""
    return Thread.objects.visible_to(reader).filter(pk=note.thread_id or 0).first()


@require_safe
def site_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """Every public note of one site."""
    site = get_object_or_404(MentorSitePage.objects.visible_to(request.user), pk=pk)
    context = {
        "site": site,
        "leaf": turn_to(site, request.user, before=request.GET.get("before", "")),
        "is_kept": can_keep(request.user, site),
    }
    return render(request, "mentorsites/site_notes.html", context)


@login_required
@form_page
def new_note(request: MemberRequest, pk: int) -> HttpResponse:
    """Answering once for many, without a request before it."""
    at = timezone.now()
    site = get_object_or_404(sites_kept_by(request.user, at=at), pk=pk)
    form, notice = _form(request, initial={"happened_on": timezone.localdate(at)})
    if notice or not form.is_valid():
        return _form_again(request, form, site=site, notice=notice)
    if refusal := allow(_rule(request, at), key_of(request.user), at=at):
        return _form_again(request, form, site=site, refusal=refusal)
    note = publish_note(site, **form.answers, by=request.user, at=at)
    messages.success(request, "Published. Whoever follows the site is told.")
    return redirect(note if site.live else "mentorsites:own")


def _rule(request: MemberRequest, at: datetime) -> str:
    return rule_for("topic", standing_of(request.user, at=at))


@login_required
@form_page
def edit_note(request: MemberRequest, pk: int) -> HttpResponse:
    note, at = _own_or_404(request, pk), timezone.now()
    if not can_change_note(request.user, note, at=at):
        raise Http404
    form, notice = _form(request, initial=_initial(note))
    seen = request.POST.get("seen", "") or version_of(note)
    shown: dict[str, Any] = {"site": note.site, "note": note, "seen": seen}
    if notice or not form.is_valid():
        return _form_again(request, form, **shown, notice=notice)
    if refusal := allow("edit", key_of(request.user), at=at):
        return _form_again(request, form, **shown, refusal=refusal)
    try:
        change_note(note, **form.answers, by=request.user, at=at, seen=seen)
    except NoteHasChanged as error:
        form.add_error(None, str(error))
        # Having read what it says now, they decide.
        shown |= {"seen": version_of(error.now), "now": error.now}
        return _form_again(request, form, **shown)
    messages.success(request, "Changed.")
    return redirect(note)


def _initial(note: SiteNote) -> dict[str, Any]:
    said = {name: getattr(note, name) for name in ("title", "text", "after", "happened_on")}
    return said | {"topics": list(note.topics.all())}


@login_required
@form_page
def take_back_note(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once; from then on the note's address answers 404."""
    note = _own_or_404(request, pk)
    if request.method != "POST":
        context = {"note": note, "site": note.site}
        return render(request, "mentorsites/take_back_note.html", context)
    withdraw_note(note, by=request.user, at=timezone.now())
    messages.success(request, "Taken back. Nobody sees it any more.")
    return redirect("mentorsites:site_notes", note.site_id)


def _own_or_404(request: MemberRequest, pk: int) -> SiteNote:
    """A public note of a site that the reader may act for."""
    sites = sites_kept_by(request.user, at=timezone.now())
    notes = SiteNote.objects.published().filter(site__in=sites.values("pk"))
    return get_object_or_404(notes.select_related("site"), pk=pk)


def _form(request: MemberRequest, **options: Any) -> tuple[SiteNoteForm, str]:
    """The form as it was sent, and a notice when its words were masked on request."""
    if request.method != "POST":
        return SiteNoteForm(person=request.user, **options), ""
    form = SiteNoteForm(request.POST, person=request.user, **options)
    if request.POST.get("action") != MASK:
        return form, ""
    form.is_valid()
    data = request.POST.copy()
    for name, text in form.masked().items():
        data[name] = text
    return SiteNoteForm(data, person=request.user, **options), MASKED


def _form_again(
    request: MemberRequest, form: SiteNoteForm, *, refusal: Any = None, **context: Any
) -> HttpResponse:
    """The form with everything that was typed, and what is to be said about it."""
    if refusal:
        refuse_form(form, refusal)
    status = 422 if form.is_bound and form.errors else 200
    shown = {"form": form, **context}
    response = render(request, "mentorsites/note_form.html", shown, status=status)
    return answers_429(response, refusal.seconds) if refusal else response
