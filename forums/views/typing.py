"""What a text field asks while somebody types: preview, drafts, names, topics, similar threads.

Everything here only helps; whoever has no scripts previews and posts with the form itself.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hub.accounts.limits import allow
from hub.accounts.models import User
from hub.accounts.requests import MemberRequest
from hub.people.models import Profile, Reach
from hub.taxonomy.models import Topic

from ..actions.drafting import NewerDraft, UnableToKeep, drop_draft, keep_draft
from ..models import Post
from ..similar import similar_threads
from ..words import words_of
from .finding import access_for

MOST_SUGGESTED = 8
LONGEST_KEY = 90


@login_required
@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """The text as it will look, for the preview beside the field."""
    if refusal := allow("suggestions", f"user:{request.user.pk}", at=timezone.now()):
        return JsonResponse({"error": refusal.words}, status=429)
    typed = request.POST.get("body", "")[:20_000]
    words = words_of(typed, by=request.user)
    hints = [
        {
            "label": one.label,
            "advice": one.advice,
            "level": one.level.value,
            "start": one.start,
            "end": one.end,
        }
        for one in words.findings
    ]
    return JsonResponse({"html": words.rendered.html, "hints": hints})


@login_required
@require_POST
def draft(request: MemberRequest) -> JsonResponse:
    """Keeps what was typed so far. A newer draft of another window is given back, not lost."""
    key = request.POST.get("key", "")
    if not key or len(key) > LONGEST_KEY:
        raise Http404
    data = {
        name.removeprefix("data-"): value
        for name, value in request.POST.items()
        if name.startswith("data-") and isinstance(value, str)
    }
    seq = request.POST.get("seq", "")
    number = int(seq) if seq.isascii() and seq.isdecimal() and len(seq) < 10 else 0
    try:
        kept = keep_draft(key, data=data, seq=number, by=request.user, at=timezone.now())
    except NewerDraft as error:
        newer = error.args[0]
        return JsonResponse({"seq": newer.seq, "newer": newer.data}, status=409)
    except UnableToKeep:
        return JsonResponse({"error": "This draft cannot be kept on the server."}, status=422)
    return JsonResponse({"seq": kept.seq})


@login_required
@require_POST
def forget_draft(request: MemberRequest) -> HttpResponse:
    drop_draft(request.POST.get("key", "")[:LONGEST_KEY], by=request.user)
    back = request.POST.get("next", "")
    is_ours = back.startswith("/") and not back.startswith("//")
    return redirect(back if is_ours else "forums:index")


@login_required
@require_safe
def suggest_people(request: MemberRequest) -> JsonResponse:
    """Members whose name or handle begins so, and who may be found; by name, never by address."""
    begin = request.GET.get("q", "").strip().lower()[:40]
    if not begin or allow("suggestions", f"user:{request.user.pk}", at=timezone.now()):
        return JsonResponse({"results": []})
    profiles = Profile.objects.visible_to(request.user).filter(reach__gte=Reach.MEMBERS)
    may_be_found = Q(pk__in=profiles.values("person")) | Q(pk__in=_writers_here(request))
    people = User.objects.present().filter(may_be_found)
    by_handle = people.filter(handle__startswith=begin)
    # A handle has hyphens where a name has spaces, and both are typed after the @.
    by_name = people.filter(name__istartswith=begin.replace("-", " "))
    found = (by_handle | by_name).order_by("name", "pk")[:MOST_SUGGESTED]
    return JsonResponse(
        {"results": [{"value": f"@{one.handle}", "label": str(one)} for one in found]}
    )


def _writers_here(request: MemberRequest) -> Any:
    """Who has written under their name in the thread that is open: they stand there anyway."""
    thread = request.GET.get("thread", "")
    if not (thread.isascii() and thread.isdecimal() and len(thread) < 18):
        return Post.objects.none().values("author")
    posts = Post.objects.visible_to(access_for(request)).live_ones()
    return posts.filter(thread=int(thread), author__isnull=False).order_by().values("author")


@login_required
@require_safe
def suggest_topics(request: MemberRequest) -> JsonResponse:
    words = request.GET.get("q", "").strip()[:40]
    topics: Any = Topic.objects.filter(name__icontains=words) if words else Topic.objects.none()
    found = topics.order_by("name", "pk")[:MOST_SUGGESTED]
    return JsonResponse(
        {"results": [{"value": f"#{one.slug}", "label": one.name} for one in found]}
    )


@login_required
@require_safe
def similar(request: MemberRequest) -> JsonResponse:
    """Threads with a similar title, so that nobody asks what has been answered."""
    if allow("suggestions", f"user:{request.user.pk}", at=timezone.now()):
        return JsonResponse({"results": []})
    access = access_for(request)
    found = similar_threads(request.GET.get("q", ""), access)
    return JsonResponse(
        {
            "results": [
                {
                    "title": one.title,
                    "url": one.get_absolute_url(),
                    "note": f"{one.reply_count} replies"
                    + (", answered" if one.is_answered else ""),
                }
                for one in found
            ]
        }
    )
