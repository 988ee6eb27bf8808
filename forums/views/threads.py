from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.page_cache import same_for_everyone
from hub.notifications.actions import mark_subjects_read

from ..access import Access
from ..actions.reading import remember_reading
from ..forms import ReplyForm
from ..models import Post, Standing, Thread, page_of
from ..moderation_choices import move_targets
from ..permissions import can_accept_answer, can_close_case, can_facilitate, can_promote, owns
from ..rows import address_after, marks_of
from ..shown_posts import posts_on
from ..structured_data import question_of
from ..thread_page import ThreadPage, shower_of, turn_to_page
from .finding import access_for, thread_or_404

MOST_PRINTED_PAGES = 250


@require_safe
@same_for_everyone
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    at, access = timezone.now(), access_for(request)
    found = thread_or_404(pk, access)
    if slug != found.slug:
        return redirect(_same_page(request, found), permanent=True)
    page = turn_to_page(found, _page_number(request, found), access, at=at)
    _remember(page, access, at)
    return render(request, "forums/thread.html", _context(request, page, at))


def _same_page(request: HttpRequest, thread: Thread) -> str:
    page = request.GET.get("page")
    query = f"?{urlencode({'page': page})}" if page else ""
    return f"{thread.get_absolute_url()}{query}"


def _page_number(request: HttpRequest, thread: Thread) -> int:
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
    if not 1 <= number <= page_of(max(thread.highest_number, 1)):
        raise Http404
    return number


def _remember(page: ThreadPage, access: Access, at: datetime) -> None:
    """How far a member has read, and that the news of it are none any more; written only if new."""
    thread: Any = page.thread
    if not access.is_authenticated or not page.posts:
        return
    # What waits for review is not counted: under an alias that would tell who wrote it.
    seen = [one.post.number for one in page.posts if one.post.is_live or one.by_name_of_reader]
    last = max(seen, default=0)
    if (thread.my_last_read or 0) < last:
        remember_reading(thread, access.reader, last, at=at, is_first=thread.my_last_read is None)
    subjects = [thread, *(one.post for one in page.posts)] if thread.has_news_for_me else []
    # What was asked of a site is told apart from the posts, and stands on the same page.
    subjects += page.asked.news if page.asked else []
    if subjects:
        mark_subjects_read(subjects, by=access.reader, at=at)


def _context(request: HttpRequest, page: ThreadPage, at: datetime) -> dict[str, Any]:
    thread: Any = page.thread
    reader: Any = request.user
    form = None
    if page.may_reply:
        # Only to be shown: whoever sends it is looked at again.
        standing = Standing(person=reader, member_since=None if page.is_new else at)
        form = ReplyForm(
            person=reader,
            forum=page.forum,
            standing=standing,
            at=at,
            initial=page.draft | {"seq": page.draft_seq},
            speakers=page.asked.speakers if page.asked else (),
        )
        form.thread_id = thread.pk
    return {
        "page": page,
        "thread": thread,
        "forum": page.forum,
        "marks": marks_of(thread, at),
        "question": question_of(page, request.build_absolute_uri),
        "form": form,
        "may_accept": can_accept_answer(reader, thread, at=at),
        "may_close_case": can_close_case(reader, thread, at=at) if thread.is_case else False,
        "may_promote": can_promote(reader),
        "move_targets": move_targets(reader, thread) if page.is_facilitator else [],
        "unread_url": address_after(thread, page.first_unread - 1) if page.first_unread else "",
    }


@require_safe
def first_unread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """To the page and the place where the reader stopped."""
    found = thread_or_404(pk, access_for(request))
    seen = getattr(found, "my_last_read", None) or 0
    return redirect(address_after(found, seen) if 0 < seen < found.last_number else found)


@require_safe
def post(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The lasting address of a post: to the page on which it stands today."""
    found = _place_or_404(pk, number, access_for(request))
    page = page_of(number)
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{found.thread.get_absolute_url()}{query}#{found.anchor}")


def _place_or_404(pk: int, number: int, access: Access) -> Post:
    """A post that has a place in its thread for this reader, be it only a line."""
    threads = Thread.objects.visible_to(access).filter(pk=pk).order_by()
    posts = Post.objects.filter(thread__in=threads.values("pk"), number=number)
    found = posts.select_related("thread", "alias").first()
    # What waits for review is not there for others, not even as a line.
    if found is None or (found.state == Post.State.HELD and not _may_see_held(found, access)):
        raise Http404
    return found


def _may_see_held(post: Post, access: Access) -> bool:
    reader = access.reader
    return owns(reader, post) or can_facilitate(reader, post.thread.forum_id)


@require_safe
def print_thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The whole thread on paper; each page of it costs one statement, and one for its files."""
    at, access = timezone.now(), access_for(request)
    found = thread_or_404(pk, access)
    page = turn_to_page(found, 1, access, at=at)
    last = min(page.pages, MOST_PRINTED_PAGES)
    shower = shower_of(page, access, at=at)
    rest = (shower.show(posts_on(found, number, access)) for number in range(2, last + 1))
    shown = [*page.posts, *(one for posts in rest for one in posts)]
    context = {"page": page, "thread": found, "forum": page.forum, "posts": shown, "at": at}
    return render(request, "forums/print.html", context)


@require_safe
def news(request: HttpRequest, pk: int, slug: str) -> JsonResponse:
    """How many live posts came behind a number: what the open page asks now and then."""
    access = access_for(request)
    found = thread_or_404(pk, access)
    text = request.GET.get("after", "")
    after = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    posts = Post.objects.visible_to(access).filter(thread=found, number__gt=after).live_ones()
    count = len(posts.values_list("pk", flat=True)[:100])
    return JsonResponse({"count": count, "url": address_after(found, after)})
