"""Deciding what waits for a person: logged, and explained to its author."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hub.accounts.models import User

from ..models import CaseDetail, Forum, ModerationEvent, Post, ReviewItem
from ..moderation_choices import decisions_for
from ..permissions import owns
from ..standing import count_approved_post
from .claiming import UnableToClaim, check_free
from .hiding import hide_quotations
from .logging import log
from .masking import UnableToMask, mask_post
from .moderating import UnableToModerate, lock_thread, move_thread
from .purging import is_to_be_erased
from .snapshots import snapshot, written_in
from .states import change_state, hold
from .telling_authors import tell_author, tell_reporters

Decision, State, Kind = ReviewItem.Decision, Post.State, ModerationEvent.Kind
Reason = ReviewItem.Kind


class UnableToDecide(Exception):
    """Says in one sentence why it was not decided: who did before, or what is missing."""


@dataclass(frozen=True)
class Deed:
    """One decision as it was sent: what, by whom, when, and what belongs to it."""

    item: ReviewItem
    by: User
    at: datetime
    move_to: Forum | None = None
    # Words to take out besides those that the checks find.
    also_mask: Sequence[str] = ()

    @property
    def post(self) -> Post:
        if self.item.post is None:
            raise UnableToDecide("This is about a member's page, not about a post.")
        return self.item.post


@transaction.atomic
def decide(
    item: ReviewItem,
    *,
    decision: str,
    by: User,
    at: datetime,
    message: str = "",
    move_to: Forum | None = None,
    also_mask: Sequence[str] = (),
) -> ReviewItem:
    """Does what was decided, logs it, tells the author (`message`) and who reported.

    Raises UnableToDecide when somebody else decided or looks at it, or when it cannot be done.
    """
    if item.post is not None:
        hold(item.post)
    item = _free_item(item, by=by, at=at)
    if decision not in decisions_for(item, can_move=move_to is not None):
        raise UnableToDecide("That cannot be decided any more: the post has changed. Look again.")
    before = snapshot(item.post) if item.post else {}
    deed = Deed(item, by, at, move_to, also_mask)
    try:
        more = DEEDS[decision](deed)
    except UnableToModerate as error:
        raise UnableToDecide(str(error)) from error
    item.refresh_from_db(fields=["forum"])
    # What somebody did in a crisis is for the log; the author is not told of it by a line.
    helped = decision == Decision.HELPED
    item.decision, item.message = decision, "" if helped else message
    item.decided_by, item.decided_at = by, at
    item.save(update_fields=["decision", "message", "decided_by", "decided_at"])
    event = log(
        Kind.CARED if helped else Kind.DECIDED,
        by=by,
        post=item.post,
        person=item.profile_of,
        item=item,
        at=at,
        before=before,
        after={**(snapshot(item.post) if item.post else {}), **more, "decision": decision},
        reason=message[:500] if helped else decision,
    )
    if item.message:
        tell_author(event, at=at)
    tell_reporters(event, at=at)
    return item


def _free_item(item: ReviewItem, *, by: User, at: datetime) -> ReviewItem:
    try:
        item = check_free(item, by=by, at=at)
    except UnableToClaim as error:
        raise UnableToDecide(str(error)) from error
    if item.profile_of == by or (item.post is not None and owns(by, item.post)):
        raise UnableToDecide("Somebody else decides about what you wrote yourself.")
    return item


def _approve(deed: Deed) -> dict:
    """Lets a post be seen; counts it for a new member if it never was."""
    post = deed.post
    if is_to_be_erased(post):
        raise UnableToDecide(
            "Somebody asked to erase this post for good. It stays hidden until that is decided."
        )
    counts = post.state == State.HELD and post.author is not None
    if Reason.IDENTIFIES in deed.item.reasons:
        # What it said before, and what identified somebody, is for moderators only.
        post.revisions.filter(hidden_at=None).update(hidden_at=deed.at)
    change_state(post, State.LIVE, at=deed.at)
    if post.is_first:
        unreleased = CaseDetail.objects.filter(thread=post.thread_id, released_at=None)
        unreleased.update(released_at=deed.at)
    if counts and post.author is not None:
        count_approved_post(post.author, at=deed.at)
    return {"counted": counts}


def _mask_and_approve(deed: Deed) -> dict:
    """Masks the text, and the title of a thread's first post; what it said is hidden."""
    try:
        deed.item.post, more = mask_post(deed.post, also=deed.also_mask, by=deed.by, at=deed.at)
    except UnableToMask as error:
        raise UnableToDecide(str(error)) from error
    return {**_approve(deed), **more}


def _ask_for_change(deed: Deed) -> dict:
    """The post waits, for others not there, until its author changed it."""
    if deed.item.post is not None and deed.item.post.state in (State.LIVE, State.HIDDEN):
        change_state(deed.item.post, State.HELD, at=deed.at)
    return {}


def _hide(deed: Deed) -> dict:
    change_state(deed.post, State.HIDDEN, at=deed.at)
    if Reason.IDENTIFIES in deed.item.reasons:
        hide_quotations(deed.post, at=deed.at)
    return {}


def _move(deed: Deed) -> dict:
    if deed.move_to is None:
        raise UnableToDecide("Choose the forum to which the thread moves.")
    # The lock of the row, before the forum that is read is changed.
    thread = deed.post.thread
    move_thread(thread, to=deed.move_to, by=deed.by, at=deed.at, reason="Moved by a reviewer")
    more = _approve(deed) if deed.post.state in (State.HELD, State.HIDDEN) else {}
    return {**more, "written": written_in(thread)}


def _lock(deed: Deed) -> dict:
    lock_thread(deed.post.thread, by=deed.by, at=deed.at, reason="Locked by a reviewer")
    return {}


def _nothing(deed: Deed) -> dict:
    return {}


DEEDS: dict[str, Callable[[Deed], dict]] = {
    Decision.APPROVED: _approve,
    Decision.MASKED: _mask_and_approve,
    Decision.CHANGE_ASKED: _ask_for_change,
    Decision.HIDDEN: _hide,
    Decision.MOVED: _move,
    Decision.LOCKED: _lock,
    Decision.NOTHING: _nothing,
    Decision.HELPED: _nothing,
}
