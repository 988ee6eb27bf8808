"""Erasing the words of a post everywhere in the database, in one transaction.

Files, index, and proof that nothing is left: hub.home.purging, which may look at every room.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from hub.notifications.models import Notification, OutgoingMail
from hub.people.models import DataExport

from ..fragments import fragments_of, holds_any, rare_words_of
from ..models import (
    Draft,
    ModerationEvent,
    Post,
    PostRevision,
    Purge,
    ReviewItem,
    Thread,
    ThreadSummary,
)
from ..quotations import without_quotations
from ..rendering import RENDER_VERSION
from ..words import words_of
from .copies import copies_of, keyed_hash
from .logging import log
from .snapshots import Nobody
from .states import change_state, hold
from .telling_authors import tell_author

ERASED_TITLE, ERASED_SLUG = "Erased", "erased"


@dataclass
class Erased:
    """What was erased. The words to look for live in memory only; the receipt has figures."""

    purge: Purge
    fragments: list[str]
    rare_words: list[str]
    counts: dict[str, int] = field(default_factory=dict)
    # Names of files to overwrite and delete.
    files: list[str] = field(default_factory=list)
    # Who had got a mail about it: numbers of people.
    mailed: list[int] = field(default_factory=list)
    # What a person has to look at: titles are not in it.
    by_hand: list[str] = field(default_factory=list)

    def count(self, what: str, number: int) -> None:
        if number:
            self.counts[what] = self.counts.get(what, 0) + number


@transaction.atomic
def erase_post(purge: Purge, *, at: datetime) -> Erased | None:
    """Erases the post of a confirmed purge. None when there is nothing to do any more."""
    purge = Purge.objects.select_for_update(of=("self",)).to_do().filter(pk=purge.pk).first()  # type: ignore[assignment]
    if purge is None or purge.post_id is None:
        return None
    post = Post.objects.select_related("thread__forum", "author", "alias").get(pk=purge.post_id)
    hold(post)
    post.refresh_from_db(fields=["source"])
    erased = _words_to_find(purge, post)
    purge.text_hash = purge.text_hash or keyed_hash(post.source)
    purge.save(update_fields=["text_hash"])
    _remember_who_was_mailed(post, erased)
    _erase_copies(post, erased)
    _erase_what_was_said_about_it(post, erased, at=at)
    _erase_itself(post, erased, at=at)
    _withdraw_what_was_drawn_from_it(post, erased)
    _list_for_a_person(post, erased)
    return erased


def _words_to_find(purge: Purge, post: Post) -> Erased:
    texts = [post.source, *post.revisions.values_list("source", flat=True)]
    texts += post.attachments.values_list("name", flat=True)
    if post.is_first and post.thread.title != ERASED_TITLE:
        texts.append(post.thread.title)
    return Erased(purge, fragments_of(texts), rare_words_of(texts))


def _remember_who_was_mailed(post: Post, erased: Erased) -> None:
    about = _news_of(post)
    if post.is_first:
        about = about | _news_of(post.thread)
    erased.mailed = sorted(set(about.exclude(mailed_at=None).values_list("person", flat=True)))


def _news_of(thing: Model) -> QuerySet[Notification]:
    kind = ContentType.objects.get_for_model(thing)
    return Notification.objects.filter(subject_type=kind, subject_id=thing.pk)


def _erase_copies(post: Post, erased: Erased) -> None:
    """Quotations in other posts and their versions, drafts, and mail that is kept."""
    address = f"/forums/p/{post.thread_id}/{post.number}/"
    authors: set[int] = set() if post.author_id is None else {post.author_id}
    posts = Post.objects.exclude(pk=post.pk).select_related("author")
    for other in copies_of(posts, address, erased.fragments):
        hold(other)
        other.refresh_from_db(fields=["source"])
        words = words_of(_clean(other.source, address, erased), by=other.author or Nobody())
        other.source, other.html = words.source, words.rendered.html
        other.excerpt, other.render_version = words.rendered.excerpt, RENDER_VERSION
        other.save(update_fields=["source", "html", "excerpt", "render_version"])
        if other.is_first:
            Thread.objects.filter(pk=other.thread_id).update(excerpt=other.excerpt)
        authors |= {other.author_id} if other.author_id else set()
        erased.count("quotations", 1)
    versions = PostRevision.objects.exclude(post=post)
    for version in copies_of(versions, address, erased.fragments):
        version.source = _clean(version.source, address, erased)
        version.save(update_fields=["source"])
        erased.count("quotations in versions", 1)
    _erase_drafts(address, erased)
    _erase_mail(erased)
    _erase_exports(authors, erased)


def _clean(source: str, address: str, erased: Erased) -> str:
    return without_quotations(source, address=address, fragments=erased.fragments)


def _erase_drafts(address: str, erased: Erased) -> None:
    """A draft that holds words of it loses the quotation; if they stay, the draft goes."""
    for draft in Draft.objects.order_by("pk").iterator(chunk_size=500):
        if not _is_copied_in(draft, address, erased):
            continue
        draft.data = {
            name: _clean(value, address, erased) if isinstance(value, str) else value
            for name, value in draft.data.items()
        }
        if _is_copied_in(draft, address, erased):
            draft.delete()
        else:
            draft.save(update_fields=["data"])
        erased.count("drafts", 1)


def _is_copied_in(draft: Draft, address: str, erased: Erased) -> bool:
    text = "\n".join(str(value) for value in draft.data.values())
    return address in text or holds_any(text, erased.fragments)


def _erase_mail(erased: Erased) -> None:
    """What was not sent yet is never sent; of what was sent, nothing is kept."""
    State = OutgoingMail.State
    kept = OutgoingMail.objects.exclude(subject="", text="", html="").order_by("pk")
    for mail in kept.iterator(chunk_size=200):
        if not holds_any(f"{mail.subject} {mail.text} {mail.html}", erased.fragments):
            continue
        mail.subject = mail.text = mail.html = ""
        if mail.state == State.WAITING:
            mail.state = State.DROPPED
        mail.save(update_fields=["subject", "text", "html", "state"])
        erased.count("mails", 1)


def _erase_exports(people: set[int], erased: Erased) -> None:
    """Copies of their own data that members asked for and may not have fetched yet."""
    exports = DataExport.objects.filter(person__in=people).exclude(file="")
    erased.files += exports.values_list("file", flat=True)
    erased.count("copies of own data", exports.delete()[0])


def _erase_what_was_said_about_it(post: Post, erased: Erased, *, at: datetime) -> None:
    erased.count("notes of reports", post.reports.exclude(note="").update(note=""))
    items = ReviewItem.objects.filter(post=post)
    erased.count("messages of reviews", items.exclude(message="").update(message=""))
    items.open().update(
        decision=ReviewItem.Decision.HIDDEN, decided_by=erased.purge.confirmed_by, decided_at=at
    )
    # The one time a line of the log changes: somebody may have repeated words of the post there.
    lines: QuerySet[ModerationEvent] = (
        QuerySet(ModerationEvent).filter(post=post).exclude(reason="")
    )
    erased.count("reasons in the log", lines.update(reason=""))
    erased.count("notifications", _news_of(post).delete()[0])


def _erase_itself(post: Post, erased: Erased, *, at: datetime) -> None:
    before = post.state
    erased.count("versions", post.revisions.all().delete()[0])
    erased.files += post.attachments.values_list("file", flat=True)
    erased.count("files", post.attachments.all().delete()[0])
    post.reactions.all().delete()
    post.source = post.html = post.excerpt = ""
    post.attachment_count = 0
    post.save(update_fields=["source", "html", "excerpt", "attachment_count"])
    erased.count("posts", 1)
    if post.is_first:
        thread = post.thread
        thread.title, thread.slug, thread.excerpt = ERASED_TITLE, ERASED_SLUG, ""
        thread.save(update_fields=["title", "slug", "excerpt"])
    change_state(post, Post.State.PURGED, at=at)
    event = log(
        ModerationEvent.Kind.PURGED,
        by=erased.purge.asked_by,
        second=erased.purge.confirmed_by,
        post=post,
        at=at,
        before={"state": before},
        after={"state": post.state, "purge": erased.purge.pk},
        reason=erased.purge.reason,
    )
    tell_author(event, at=at)


def _withdraw_what_was_drawn_from_it(post: Post, erased: Erased) -> None:
    """The line “what worked”, and summaries that draw on it or repeat it; their text goes."""
    thread, State = post.thread, ThreadSummary.State
    if thread.what_worked or thread.answer_id == post.pk:
        erased.count("lines “what worked”", bool(thread.what_worked))
        thread.what_worked = ""
        if thread.answer_id == post.pk:
            thread.answer = thread.answered_at = None
        thread.save(update_fields=["what_worked", "answer", "answered_at"])
    texts = ("question", "tried", "worked", "open_points", "html", "reply")
    drawing = set(ThreadSummary.objects.filter(posts=post).values_list("pk", flat=True))
    drawn = [
        summary.pk
        for summary in ThreadSummary.objects.filter(Q(pk__in=drawing) | Q(thread=thread))
        if summary.pk in drawing
        or holds_any(" ".join(getattr(summary, name) for name in texts), erased.fragments)
    ]
    summaries = ThreadSummary.objects.filter(pk__in=drawn)
    erased.count("summaries", summaries.update(state=State.REPLACED, **dict.fromkeys(texts, "")))
    Thread.objects.filter(summary__in=drawn).update(summary=None)


def _list_for_a_person(post: Post, erased: Erased) -> None:
    """What was made of the post by others: too free a text to be cut by a program."""
    thread = post.thread
    kept = thread.summaries.exclude(question="").order_by("pk").values_list("pk", flat=True)
    erased.by_hand += [f"summary {pk} of thread {thread.pk}" for pk in kept]
    pages = thread.promotions.values_list("page", flat=True)
    erased.by_hand += [f"page {pk}, which grew out of this thread" for pk in pages]
    if thread.is_case:
        erased.by_hand.append(f"the recommendations of thread {thread.pk}")
