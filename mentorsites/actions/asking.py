"""Offering a question of the forums to a site. One function for each step that an ask can take."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from forums.access import readers_of_forum
from forums.models import Post, Thread
from forums.sealing import is_own_alias
from hub.accounts.models import User
from hub.notifications.actions import mark_subject_read, notify
from hub.notifications.models import Notification

from ..asking import MOST_AT_ONCE, sites_to_ask
from ..models import MentorSitePage, SiteAsk, SiteManager

State = SiteAsk.State
# What stands in the way of asking further sites; a site that passed or was silent does not.
TAKING_A_PLACE = (State.OPEN, State.ANSWERED)
# Whose answer was taken back has this long to write another.
TO_WRITE_AGAIN = timedelta(days=3)


class UnableToAsk(Exception):
    """Says in one sentence why the site cannot be asked."""


class UnableToPass(Exception):
    """The ask is not waiting for the site any more."""


@transaction.atomic
def offer_question(thread: Thread, *, site: MentorSitePage, by: User, at: datetime) -> SiteAsk:
    """Asks `site` to answer `thread` in public; whoever keeps the site is told.

    Raises UnableToAsk when three sites are asked already, or this one cannot be asked now.
    """
    # The lock comes first: two people who press at once do not ask four sites.
    locked = Thread.objects.select_for_update().get(pk=thread.pk)
    if locked.state != Thread.State.LIVE or locked.is_locked:
        raise UnableToAsk("This thread is not open any more.")
    if locked.site_asks.filter(state__in=TAKING_A_PLACE).count() >= MOST_AT_ONCE:
        raise UnableToAsk("Three sites are asked already. Take one back to ask another.")
    if not sites_to_ask(thread, by, at=at).filter(pk=site.pk).exists():
        raise UnableToAsk(f"{site.title} cannot be asked at the moment.")
    is_secret = _is_secret(thread, by)
    moment = at.replace(minute=0, second=0, microsecond=0) if is_secret else at
    # One row a thread and site: what was taken back is asked anew.
    ask, _ = SiteAsk.objects.update_or_create(
        thread=thread,
        site=site,
        defaults={
            "offered_by": None if is_secret else by,
            "offered_at": moment,
            "reply_by": moment + SiteAsk.REPLY_WITHIN,
            "reminded_at": None,
            "state": State.OPEN,
            "closed_at": None,
            "closed_by": None,
            "answer": None,
            "reason": "",
        },
    )
    tell_keepers(ask, by=ask.offered_by, at=at)
    return ask


def _is_secret(thread: Thread, by: User) -> bool:
    """Whether `by` asked under an alias: then no row may tell who it was."""
    return thread.started_as_id is not None and is_own_alias(thread.started_as, by)


def keepers_to_tell(ask: SiteAsk, *, at: datetime) -> QuerySet[User]:
    """Whoever may act for the site and reads the forum of the thread."""
    kept_by = SiteManager.objects.able(at).filter(site=ask.site_id).values("person")
    return readers_of_forum(ask.thread.forum, User.objects.filter(pk__in=kept_by))


def tell_keepers(ask: SiteAsk, *, by: User | None = None, at: datetime) -> int:
    return notify(
        keepers_to_tell(ask, at=at),
        kind=Notification.Kind.REQUEST,
        subject=ask,
        by=by,
        at=at,
        is_for_me=True,
        is_private=ask.thread.forum.is_private,
    )


def tell_askers(ask: SiteAsk, *, by: User | None = None, at: datetime) -> int:
    """Whoever asked and whoever offered it, where they are known by name."""
    people = {one.pk: one for one in (ask.thread.author, ask.offered_by) if one is not None}
    return notify(
        people.values(),
        kind=Notification.Kind.REQUEST,
        subject=ask,
        by=by,
        at=at,
        is_for_me=True,
        is_private=ask.thread.forum.is_private,
    )


@transaction.atomic
def pass_question(ask: SiteAsk, *, reason: str, by: User, at: datetime) -> SiteAsk:
    """The site does not answer and says why; whoever asked is told and can ask another."""
    ask = _held(ask)
    if ask.state not in (State.OPEN, State.SILENT):
        raise UnableToPass("This question is not waiting for the site any more.")
    _close(ask, State.PASSED, by=by, at=at, reason=reason)
    mark_subject_read(ask, by=by, at=at)
    tell_askers(ask, by=by, at=at)
    return ask


@transaction.atomic
def withdraw_question(ask: SiteAsk, *, by: User, at: datetime) -> SiteAsk:
    """Takes an ask back; nothing happens when the site has answered or passed meanwhile."""
    ask = _held(ask)
    if ask.state in (State.OPEN, State.SILENT):
        # Nobody is named, as offering it under an alias names nobody.
        _close(ask, State.WITHDRAWN, by=None, at=ask.offered_at if ask.offered_by is None else at)
    return ask


@transaction.atomic
def settle_ask(ask: SiteAsk, *, at: datetime) -> SiteAsk:
    """Brings an ask in line with the posts of its site that are live in the thread now.

    The first of them is the answer. Without one an answered ask is open again, with some days left.
    """
    ask = _held(ask)
    answers = Post.objects.live_ones().filter(thread=ask.thread_id, speaks_for=ask.site_id)
    answer = answers.select_related("author").order_by("number").first()
    if answer is not None and answer.pk != ask.answer_id:
        is_new = ask.state != State.ANSWERED
        _close(ask, State.ANSWERED, by=answer.author, at=at, answer=answer)
        if is_new:
            _tell_of_answer(ask, answer, at=at)
    elif answer is None and ask.state == State.ANSWERED:
        _open_again(ask, at=at)
    return ask


def _tell_of_answer(ask: SiteAsk, answer: Post, *, at: datetime) -> None:
    """Whoever asked follows the thread and hears of it anyway; not so whoever offered it."""
    if answer.author is not None:
        mark_subject_read(ask, by=answer.author, at=at)
    if ask.offered_by is None or ask.offered_by_id == ask.thread.author_id:
        return
    notify(
        [ask.offered_by],
        kind=Notification.Kind.ANSWER,
        subject=answer,
        by=answer.author,
        at=at,
        is_for_me=True,
        is_private=ask.thread.forum.is_private,
    )


def _open_again(ask: SiteAsk, *, at: datetime) -> None:
    ask.state, ask.answer, ask.closed_at, ask.closed_by = State.OPEN, None, None, None
    ask.reply_by = max(ask.reply_by, at + TO_WRITE_AGAIN)
    # Whoever took an answer back needs no reminder.
    ask.reminded_at = ask.reminded_at or at
    ask.save(update_fields=["state", "answer", "closed_at", "closed_by", "reply_by", "reminded_at"])


def _held(ask: SiteAsk) -> SiteAsk:
    """The ask as it is now, with its thread and then itself locked, as the forums lock."""
    Thread.objects.select_for_update().get(pk=ask.thread_id)
    rows = SiteAsk.objects.select_for_update(of=("self",))
    return rows.select_related("thread__forum", "thread__author", "offered_by", "site").get(
        pk=ask.pk
    )


def _close(
    ask: SiteAsk,
    state: str,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    answer: Post | None = None,
) -> None:
    ask.state, ask.closed_at, ask.closed_by = state, at, by
    ask.reason, ask.answer = reason, answer
    ask.save(update_fields=["state", "closed_at", "closed_by", "reason", "answer"])
