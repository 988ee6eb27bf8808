"""Taking a decision back, for 30 days: everything stands as it did before."""

from datetime import datetime

from django.db import transaction

from hub.accounts.models import User

from ..models import Forum, ModerationEvent, Post, ReviewItem
from ..moderation_choices import READERS
from ..permissions import owns
from ..standing import take_back_approved_post
from .copies import keyed_hash
from .logging import log
from .purging import is_to_be_erased
from .snapshots import bring_back, snapshot, written_in
from .states import hold
from .telling_authors import tell_author

Kind, Visibility = ModerationEvent.Kind, Forum.Visibility


class UnableToUndo(Exception):
    """Says in one sentence why it cannot be brought back."""


@transaction.atomic
def undo_decision(item: ReviewItem, *, by: User, at: datetime) -> ReviewItem:
    """Brings back how it stood before the decision, byte for byte, and opens `item` again.

    Raises UnableToUndo after 30 days, or when something else was changed since.
    """
    if item.post is not None:
        hold(item.post)
    item = ReviewItem.objects.select_for_update().get(pk=item.pk)
    event, post = _event_to_undo(item, by=by, at=at), item.post
    if post is not None:
        _check_untouched(post, event)
        _check_readers(post, event)
        post.revisions.filter(hidden_at=item.decided_at).update(hidden_at=None)
        bring_back(post, event.before, event.after, at=at)
        post.reports.filter(answered_at=item.decided_at).update(answered_at=None)
        if event.after.get("counted") and post.author is not None:
            take_back_approved_post(post.author, counted_at=item.decided_at)
    ModerationEvent.objects.filter(pk=event.pk).update(reverted_at=at, reverted_by=by)
    item.decision = item.message = ""
    item.decided_by = item.decided_at = item.claimed_by = item.claimed_at = None
    if post is not None:
        item.forum_id = event.before["forum_id"]
    item.save()
    _log_and_tell(item, event, by=by, at=at)
    return item


def _log_and_tell(item: ReviewItem, event: ModerationEvent, *, by: User, at: datetime) -> None:
    """The author hears of it, except about care in a crisis: of that they were not told before."""
    if item.kind == ReviewItem.Kind.CRISIS or event.kind == Kind.CARED:
        thread = item.post.thread if item.post else None
        log(Kind.UNDONE, by=by, thread=thread, item=item, at=at, reason=event.reason)
        return
    undone = log(
        Kind.UNDONE,
        by=by,
        post=item.post,
        person=item.profile_of,
        item=item,
        at=at,
        reason=event.reason,
    )
    tell_author(undone, at=at)


def _event_to_undo(item: ReviewItem, *, by: User, at: datetime) -> ModerationEvent:
    if item.profile_of == by or (item.post is not None and owns(by, item.post)):
        raise UnableToUndo("Somebody else decides about what you wrote yourself.")
    if item.is_open or item.decided_at is None:
        raise UnableToUndo("This is open already: somebody was faster.")
    if item.decided_at + item.UNDO_WITHIN < at:
        raise UnableToUndo("Decisions can be undone for 30 days; this one is older.")
    if item.post and item.post.review_items.open().exists():
        raise UnableToUndo("The same post waits for a decision again. Decide it there.")
    event = item.events.filter(kind__in=[Kind.DECIDED, Kind.CARED], reverted_at=None)
    found = event.order_by("-pk").first()
    if found is None:
        raise UnableToUndo("There is no line in the log to go back to.")
    return found


def _check_untouched(post: Post, event: ModerationEvent) -> None:
    now = snapshot(post)
    names = [name for name in event.before if name != "bumped_at"]
    if any(now[name] != event.after.get(name) for name in names):
        raise UnableToUndo(
            "The post or its thread was changed after this decision, so that it cannot be brought "
            "back as a whole. Do it by hand on the page of the thread."
        )
    if "title" in event.after and keyed_hash(post.thread.title) != event.after["title"]:
        raise UnableToUndo("The title was changed after this decision. Do it by hand.")
    if event.before["state"] == Post.State.LIVE and is_to_be_erased(post):
        raise UnableToUndo("Somebody asked to erase this post for good. That is decided first.")


def _check_readers(post: Post, event: ModerationEvent) -> None:
    """What was written since the move was written for fewer readers: it does not go back there."""
    before = event.before["forum_id"]
    if before == event.after.get("forum_id"):
        return
    if event.after.get("written") == written_in(post.thread):
        return
    there, here = Forum.objects.get(pk=before), post.thread.forum
    if READERS[Visibility(there.visibility)] > READERS[Visibility(here.visibility)]:
        raise UnableToUndo(
            "People have written here since it was moved, for fewer readers than the forum before "
            "has. So it cannot go back there."
        )
