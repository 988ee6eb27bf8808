"""Beginning a thread."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from wagtail.models import Page

from hub.accounts.requests import MemberRequest
from hub.core.visibility import visible_pages

from ..access import Access
from ..actions.posting import start_thread
from ..composing import Attempt, attempt, count_act, sending_of
from ..forms import ThreadForm
from ..models import Forum, Standing, ThreadKind
from ..permissions import kinds_to_start
from ..standing import standing_of
from .finding import access_for, forum_or_404
from .writing import after_posting, cannot_write, draft_of, form_page


@login_required
@form_page
def ask(request: MemberRequest) -> HttpResponse:
    """Where to write: the first forum that takes such a thread, or a list to choose from."""
    at, access = timezone.now(), access_for(request)
    kind = request.GET.get("kind", "")
    open_to = _open_to(access, at)
    query = request.GET.urlencode()
    for forum in open_to:
        if kind in kinds_to_start(request.user, forum, at=at):
            return redirect(f"{forum.get_absolute_url()}new/?{query}")
    return render(request, "forums/ask.html", {"forums": open_to, "query": query})


def _open_to(access: Access, at: datetime) -> list[Forum]:
    return [forum for forum in access.seen() if kinds_to_start(access.reader, forum, at=at)]


@dataclass(frozen=True)
class Beginning:
    """What a thread that is being begun will be."""

    forum: Forum
    kinds: list[str]
    kind: str
    about: Page | None
    standing: Standing


@login_required
@form_page
def new_thread(request: MemberRequest, slug: str) -> HttpResponse:
    at, access = timezone.now(), access_for(request)
    forum = forum_or_404(slug, access)
    kinds = kinds_to_start(request.user, forum, at=at)
    if not kinds:
        return cannot_write(request, forum=forum)
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    kind = asked if asked in kinds else kinds[0]
    begun = Beginning(forum, kinds, kind, _about(request), standing_of(request.user, at=at))
    tried = attempt(request, partial(_form, request, begun, at))
    if tried.is_ready and (posted := count_act(tried, "topic", request.user)):
        return redirect(posted.thread)
    if tried.is_ready:
        return _start(request, tried, begun)
    return tried.answer(request, "forums/new_thread.html", _context(begun, access, at))


def _form(
    request: MemberRequest, begun: Beginning, at: datetime, data: Any, files: Any
) -> ThreadForm:
    initial = {"title": _title(request, begun.about)} | draft_of(request, _draft_key(begun))
    return ThreadForm(
        data,
        files,
        person=request.user,
        forum=begun.forum,
        standing=begun.standing,
        at=at,
        kind=begun.kind,
        initial=initial,
    )


def _draft_key(begun: Beginning) -> str:
    return f"new:{begun.forum.slug}"


def _context(begun: Beginning, access: Access, at: datetime) -> dict[str, Any]:
    return {
        "forum": begun.forum,
        "kind": ThreadKind(begun.kind),
        "kinds": [ThreadKind(one) for one in begun.kinds],
        "about": begun.about,
        "others": _open_to(access, at),
        "standing": begun.standing,
        "draft_key": _draft_key(begun),
    }


def _start(request: MemberRequest, tried: Attempt, begun: Beginning) -> HttpResponse:
    form = tried.form
    thread = start_thread(
        begun.forum,
        title=form.cleaned_data["title"],
        words=form.words,
        by=request.user,
        at=form.at,
        standing=begun.standing,
        kind=begun.kind,
        topics=form.cleaned_data["topics"],
        place=form.cleaned_data["place"],
        about=begun.about,
        sending=sending_of(form, request.user),
    )
    return after_posting(request, form, thread, thread.posts.get(number=1))


def _about(request: MemberRequest) -> Page | None:
    """The page that a thread is about, if its reader may see it."""
    text = request.POST.get("about") or request.GET.get("about") or ""
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        return None
    return visible_pages(Page.objects.filter(pk=int(text)), request.user).first()


def _title(request: MemberRequest, about: Page | None) -> str:
    asked = request.GET.get("title", "")[:140]
    return asked or (f"About “{about.title}”: "[:140] if about else "")
