"""A thread as one reader sees one page of it: fetched in as few statements as it takes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page

from hub.core.visibility import visible_pages
from hub.notifications.models import Follow, Notification
from hub.people.models import Bookmark

from .access import Access
from .bylines import Byline, byline_of, byline_of_person, with_authors
from .growing import grown_pages
from .models import (
    Draft,
    Forum,
    Post,
    Promotion,
    SameHere,
    Standing,
    Thread,
    ThreadReader,
    ThreadSummary,
    page_of,
)
from .permissions import can_facilitate, can_promote, can_react, can_reply, is_asker
from .shown_posts import Shower, ShownPost, posts_on
from .speaking import asked_of, with_answering_sites

# An older answer asks whether it is still right: forums.md, "Answer shelf life".
FRESH_FOR = timedelta(days=548)
# Who answers calls together, by slug of the vocabulary of disciplines.
CORE_DISCIPLINES = {
    "ems": "EMS",
    "law-enforcement": "police",
    "behavioral-health": "clinicians",
    "social-work": "social workers",
    "peer-recovery": "peers",
    "dispatch": "dispatch",
}


@dataclass
class ThreadPage:
    thread: Thread
    forum: Forum
    posts: list[ShownPost]
    number: int
    pages: int
    may_reply: bool = False
    may_react: bool = False
    is_facilitator: bool = False
    is_asker: bool = False
    is_new: bool = True
    first_unread: int | None = None
    new_count: int = 0
    draft: dict[str, Any] = field(default_factory=dict)
    draft_seq: int = 0
    # The post that answers it, and who wrote that.
    answer: Post | None = None
    answered_by: Byline | None = None
    about: Page | None = None
    grew_into: list[Page] = field(default_factory=list)
    summary: ThreadSummary | None = None
    credits: list[Byline] = field(default_factory=list)
    disciplines_missing: list[str] = field(default_factory=list)
    # Summaries that wait for this reader to accept one of them.
    proposals: int = 0
    answer_is_old: bool = False
    # To whom the question was offered; see speaking.asked_of().
    asked: Any = None

    @property
    def draft_key(self) -> str:
        return f"thread:{self.thread.pk}"

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def find_thread(pk: int, access: Access, *, among: QuerySet[Thread] | None = None) -> Thread | None:
    """The thread with everything its page shows that is one to a thread; one statement for it and
    one for its topics. `among` takes the place of the gate: see views.finding.
    """
    about = visible_pages(Page.objects.filter(pk=OuterRef("about")), access.reader)
    threads: Any = Thread.objects.visible_to(access) if among is None else among
    threads = threads.filter(pk=pk)
    threads = threads.select_related(
        "author", "started_as", "place", "about", "answer__author__profile",
        "answer__author__program__discipline", "answer__alias", "case_detail",
        "summary__proposed_by__profile", "summary__proposed_by__program__discipline",
    )  # fmt: skip
    threads = with_answering_sites(threads, access.reader)
    threads = threads.annotate(
        about_is_visible=Exists(about),
        has_grown=Exists(Promotion.objects.filter(thread=OuterRef("pk"), page__live=True)),
    )
    if access.is_authenticated:
        threads = with_own(threads, pk, access).annotate(proposals=Subquery(_proposals()))
    thread = threads.prefetch_related("topics").first()
    if thread is not None:
        thread.forum = access.forums[thread.forum_id]
    return thread


def _proposals() -> Any:
    waiting = ThreadSummary.objects.filter(
        thread=OuterRef("pk"), state=ThreadSummary.State.PROPOSED
    )
    return waiting.order_by().values("thread").annotate(count=Count("pk")).values("count")


def with_own(threads: QuerySet[Thread], pk: int, access: Access) -> QuerySet[Thread]:
    """What the reader has to do with this thread, without a statement of its own."""
    types = ContentType.objects.get_for_models(Thread, Post)
    this = {"object_id": OuterRef("pk"), "content_type": types[Thread], "person": access.pk}
    own = ThreadReader.objects.filter(person=access.pk, thread=OuterRef("pk"))
    news = Notification.objects.filter(person=access.pk, read_at=None).filter(
        Q(subject_type=types[Thread], subject_id=OuterRef("pk"))
        | Q(
            subject_type=types[Post],
            subject_id__in=Post.objects.filter(thread=OuterRef(OuterRef("pk"))).values("pk"),
        )
    )
    standing = Standing.objects.filter(person=access.pk, member_since__isnull=False)
    draft = Draft.objects.filter(person=access.pk, key=f"thread:{pk}")
    return threads.annotate(
        my_last_read=Subquery(own.values("last_read")[:1]),
        my_level=Subquery(Follow.objects.filter(**this).values("level")[:1]),
        my_bookmark=Subquery(Bookmark.objects.filter(**this).values("pk")[:1]),
        is_same_for_me=Exists(SameHere.objects.filter(person=access.pk, thread=OuterRef("pk"))),
        has_news_for_me=Exists(news),
        i_am_member=Exists(standing),
        my_draft=Subquery(draft.values("data")[:1]),
        my_draft_seq=Subquery(draft.values("seq")[:1]),
    )


def turn_to_page(thread: Thread, number: int, access: Access, *, at: datetime) -> ThreadPage:
    """Page `number` of a thread that find_thread() gave."""
    reader = access.reader
    page = ThreadPage(
        thread=thread,
        forum=thread.forum,
        posts=[],
        number=number,
        pages=page_of(max(thread.highest_number, 1)),
        may_reply=can_reply(reader, thread, at=at),
        may_react=can_react(reader, thread),
        is_facilitator=access.is_authenticated and can_facilitate(reader, thread.forum_id),
        is_asker=is_asker(reader, thread),
        is_new=not getattr(thread, "i_am_member", False),
        about=thread.about if getattr(thread, "about_is_visible", False) else None,
        summary=thread.summary,
        disciplines_missing=not_yet_heard_from(thread),
    )
    page.posts = shower_of(page, access, at=at).show(posts_on(thread, number, access))
    _note_answer(page, reader, at)
    leads = page.is_asker or page.is_facilitator
    page.asked = asked_of(thread, reader, leads=leads, at=at)
    if access.is_authenticated:
        _note_reading(page)
        _note_proposals(page, reader)
    if getattr(thread, "has_grown", False):
        page.grew_into = grown_pages(thread, reader)
    if page.summary is not None:
        page.credits = credits_of(page.summary, reader)
    return page


def shower_of(page: ThreadPage, access: Access, *, at: datetime) -> Shower:
    return Shower(
        page.thread,
        access,
        at,
        may_reply=page.may_reply,
        is_facilitator=page.is_facilitator,
        is_new=page.is_new,
    )


def _note_answer(page: ThreadPage, reader: Any, at: datetime) -> None:
    answer, moment = page.thread.answer, page.thread.answered_at
    if answer is None or not answer.is_live:
        return
    shown: Any = answer
    shown.speaker_is_visible = getattr(page.thread, "answer_speaker_is_visible", False)
    page.answer, page.answered_by = answer, byline_of(answer, reader)
    page.answer_is_old = moment is not None and moment + FRESH_FOR < at


def _note_proposals(page: ThreadPage, reader: Any) -> None:
    """Only who may accept a summary is shown that some wait."""
    thread: Any = page.thread
    if thread.proposals and (page.is_facilitator or can_promote(reader)):
        page.proposals = thread.proposals


def _note_reading(page: ThreadPage) -> None:
    thread: Any = page.thread
    seen = thread.my_last_read or 0
    page.draft, page.draft_seq = thread.my_draft or {}, thread.my_draft_seq or 0
    if 0 < seen < thread.last_number:
        page.first_unread, page.new_count = seen + 1, thread.last_number - seen


def not_yet_heard_from(thread: Thread) -> list[str]:
    """Disciplines at the heart of co-response that have not written here; once somebody has."""
    if not thread.reply_count:
        return []
    return [label for slug, label in CORE_DISCIPLINES.items() if slug not in thread.heard_from]


def credits_of(summary: ThreadSummary, reader: Any) -> list[Byline]:
    """Whose posts a summary draws on, each once, and who wrote it. One statement."""
    posts: Any = summary.posts.order_by("number").defer("source", "html")
    found = [byline_of(post, reader) for post in with_authors(posts)]
    if summary.proposed_by is not None:
        found.append(byline_of_person(summary.proposed_by, reader))
    return list({(one.name, one.url): one for one in found}.values())
