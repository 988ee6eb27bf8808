"""The box on top of a thread: proposed by members, accepted by whoever looks after the forum."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..access import facilitators_of, readers_of_forum
from ..models import Forum, Post, Thread, ThreadSummary
from ..permissions import MODERATE, PROMOTE
from ..rendering import render
from .reviews import holders_of

State = ThreadSummary.State


@dataclass(frozen=True)
class Parts:
    """The four parts of a summary, as they were typed (Markdown)."""

    question: str
    tried: str = ""
    worked: str = ""
    open_points: str = ""

    def as_html(self) -> str:
        parts = {name: render(text).html for name, text in vars(self).items() if text}
        return render_to_string("forums/summary_text.html", {"parts": parts})


@transaction.atomic
def propose_summary(
    thread: Thread, *, parts: Parts, posts: Iterable[Post], by: User, at: datetime
) -> ThreadSummary:
    """A proposal of `by`, in place of an earlier one of theirs that nobody has decided yet.

    Whoever may accept it is told: permissions.can_accept_summary.
    """
    ThreadSummary.objects.filter(thread=thread, proposed_by=by, state=State.PROPOSED).delete()
    summary = ThreadSummary.objects.create(
        thread=thread,
        **vars(parts),
        html=parts.as_html(),
        up_to_number=thread.last_number,
        proposed_by=by,
        proposed_at=at,
    )
    summary.posts.set(posts)
    notify(
        _who_may_accept(thread.forum),
        kind=Notification.Kind.REVIEW,
        subject=thread,
        by=by,
        at=at,
        is_for_me=True,
        is_private=True,
    )
    return summary


def _who_may_accept(forum: Forum) -> QuerySet[User]:
    facilitators = Q(pk__in=facilitators_of(forum).values("pk"))
    moderators = Q(pk__in=holders_of(MODERATE).values("pk"))
    editors = Q(pk__in=holders_of(PROMOTE).values("pk"))
    return readers_of_forum(forum, User.objects.filter(facilitators | moderators | editors))


@transaction.atomic
def accept_summary(summary: ThreadSummary, *, by: User, at: datetime) -> ThreadSummary:
    """From now on it stands on top of its thread; the one before is kept as replaced."""
    thread = Thread.objects.select_for_update().get(pk=summary.thread_id)
    ThreadSummary.objects.filter(thread=thread, state=State.ACCEPTED).update(state=State.REPLACED)
    summary.state, summary.decided_by, summary.decided_at = State.ACCEPTED, by, at
    summary.save(update_fields=["state", "decided_by", "decided_at"])
    Thread.objects.filter(pk=thread.pk).update(summary=summary)
    _tell(summary, by=by, at=at)
    return summary


@transaction.atomic
def decline_summary(summary: ThreadSummary, *, reply: str, by: User, at: datetime) -> ThreadSummary:
    """It is not taken; whoever proposed it reads why."""
    summary.state, summary.reply = State.DECLINED, reply
    summary.decided_by, summary.decided_at = by, at
    summary.save(update_fields=["state", "reply", "decided_by", "decided_at"])
    _tell(summary, by=by, at=at)
    return summary


def _tell(summary: ThreadSummary, *, by: User, at: datetime) -> None:
    if summary.proposed_by:
        notify(
            [summary.proposed_by],
            kind=Notification.Kind.UPDATED,
            subject=summary.thread,
            by=by,
            at=at,
            is_for_me=True,
            is_private=summary.thread.forum.is_private,
        )
