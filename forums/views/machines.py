"""The forums for programs: read-only JSON of what the caller may see. Described in docs/api.md."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..access import keep_access
from ..bylines import Byline, byline_of, with_authors
from ..lists import narrowed, turn_to
from ..models import Forum, Post, Thread, page_of
from ..rows import Row
from ..speaking import with_speakers

# What the address may ask for besides the forum; the same words as on the page.
ASKED = ("kind", "state", "topic")


@require_safe
def threads_json(request: HttpRequest) -> JsonResponse:
    """Thirty threads, what moved last first. `next` is the address of those before, or null."""
    access = keep_access(request.user)
    threads = Thread.objects.listed_for(access)
    if slug := request.GET.get("forum", ""):
        forum = get_object_or_404(Forum.objects.visible_to(access), slug=slug[:60])
        threads = threads.filter(forum=forum)
    leaf = turn_to(
        narrowed(threads, {name: request.GET.get(name, "") for name in ASKED}),
        access,
        before=request.GET.get("before", ""),
        at=timezone.now(),
    )
    live = _live_answers(row.thread for row in leaf.rows)
    return JsonResponse(
        {
            "threads": [_thread(request, row, live) for row in leaf.rows],
            "next": _address(request, before=leaf.older) if leaf.older else None,
        }
    )


@require_safe
def thread_json(request: HttpRequest, pk: int) -> JsonResponse:
    """A thread and the live posts of one page of it. `next` is the next page's address, or null."""
    access = keep_access(request.user)
    thread = get_object_or_404(_with_answers(Thread.objects.listed_for(access)), pk=pk)
    answer = thread.answer if thread.answer is not None and thread.answer.is_live else None
    page, pages = _page(request.GET.get("page", "")), page_of(max(thread.last_number, 1))
    posts = Post.objects.filter(thread=thread).live_ones().on_page(page).without_source()
    return JsonResponse(
        {
            "id": thread.pk,
            "title": thread.title,
            "url": request.build_absolute_uri(thread.get_absolute_url()),
            "kind": thread.kind,
            "forum": access.forums[thread.forum_id].slug,
            "is_locked": thread.is_locked,
            "is_sample": thread.is_sample,
            "what_worked": (thread.what_worked or None) if answer else None,
            "page": page,
            "pages": pages,
            "posts": [
                _post(request, post, thread)
                for post in with_speakers(with_authors(posts), request.user).order_by("number")
            ],
            "next": _address(request, page=str(page + 1)) if page < pages else None,
        }
    )


def _with_answers(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """An answer that was hidden or removed is none: neither is what is said about it."""
    return threads.select_related("answer").defer("answer__source", "answer__html")


def _live_answers(threads: Iterable[Thread]) -> set[int]:
    """The numbers of those answers that are there for others: one statement."""
    answers = [thread.answer_id for thread in threads if thread.answer_id]
    return set(Post.objects.live_ones().filter(pk__in=answers).values_list("pk", flat=True))


def _thread(request: HttpRequest, row: Row, live_answers: set[int]) -> dict[str, Any]:
    thread = row.thread
    return {
        "id": thread.pk,
        "title": thread.title,
        "url": request.build_absolute_uri(thread.get_absolute_url()),
        "kind": thread.kind,
        "forum": row.forum.slug if row.forum else None,
        "author": row.author,
        "topics": [topic.slug for topic in row.topics],
        "excerpt": thread.excerpt,
        "replies": row.replies,
        "is_answered": thread.answer_id in live_answers,
        "is_locked": thread.is_locked,
        "started_at": thread.created_at,
        "moved_at": thread.bumped_at,
    }


def _post(request: HttpRequest, post: Post, thread: Thread) -> dict[str, Any]:
    by = byline_of(post, request.user)
    return {
        "number": post.number,
        "url": request.build_absolute_uri(post.get_absolute_url()),
        "author": by.name,
        "speaks_for": _speaker(request, by),
        "html": post.html,
        "written_at": post.created_at,
        "edited_at": post.edited_at,
        "reply_to": post.reply_to,
        "is_answer": post.pk == thread.answer_id,
        "helpful": post.helpful_count,
        "thanks": post.thanks_count,
    }


def _speaker(request: HttpRequest, by: Byline) -> dict[str, str] | None:
    if by.speaker is None:
        return None
    return {"title": by.speaker.title, "url": request.build_absolute_uri(by.speaker.url)}


def _address(request: HttpRequest, **changes: str) -> str:
    asked = request.GET.copy()
    for name, value in changes.items():
        asked[name] = value
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


def _page(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
