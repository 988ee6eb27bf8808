"""Lines of the log of moderation in plain words, as far as a reader may know them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from .access import access_of
from .models import Level, ModerationEvent, Purge, Report, ReviewItem, SealOpening
from .permissions import facilitated_forums, is_moderator
from .review_messages import HIDDEN_AT_ONCE, HIDDEN_BY_REPORTS, QUOTES
from .titles import title_for

Kind = ModerationEvent.Kind
PAGE = 50
SOMEBODY = "The hub"
REVIEWER = "A reviewer"


@dataclass(frozen=True)
class LogLine:
    event: ModerationEvent
    what: str
    who: str
    # The title of the thread and where it is, as far as the reader may know of it.
    title: str = ""
    url: str = ""
    reason: str = ""
    # What the author is told, on the page of one line.
    message: str = ""
    edit_number: int = 0
    may_restore: bool = False
    is_mine: bool = False


@dataclass(frozen=True)
class LogLeaf:
    lines: list[LogLine]
    after: str = ""


def turn_log(reader: Any, *, after: str) -> LogLeaf:
    """One page of the log, the newest first. Four statements, however long it is."""
    events = ModerationEvent.objects.visible_to(reader).with_things().newest_first()
    found = list(_behind(events, after)[: PAGE + 1])
    lines = [describe_line(event, reader) for event in found[:PAGE]]
    return LogLeaf(lines, _place_of(found[PAGE - 1]) if len(found) > PAGE else "")


def _behind(events: QuerySet, place: str) -> QuerySet:
    moment, _, number = place.partition(".")
    if not all(part.isdecimal() and len(part) < 18 for part in (moment, number)):
        return events
    seconds, rest = divmod(min(int(moment), 2**52), 1_000_000)
    at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
    # Said twice: without the second condition SQLite reads the index from its beginning.
    older = Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=int(number))
    return events.filter(older, happened_at__lte=at)


def _place_of(event: ModerationEvent) -> str:
    at = event.happened_at
    return f"{int(at.timestamp()) * 1_000_000 + at.microsecond}.{event.pk}"


def describe_line(event: ModerationEvent, reader: Any, *, full: bool = False) -> LogLine:
    looks_after = is_moderator(reader) or event.forum_id in facilitated_forums(reader)
    access = access_of(reader)
    sees_thread = event.thread is not None and access.can(Level.SEE, event.thread.forum_id)
    is_mine = event.person_id == reader.pk
    return LogLine(
        event,
        what=_what(event),
        who=_who(event, looks_after=looks_after, reader=reader),
        title=title_for(event.thread, access) if event.thread else "",
        url=_url(event) if sees_thread else "",
        reason=reason_in_words(event) if looks_after else "",
        message=_message(event) if full and (is_mine or looks_after) else "",
        edit_number=_number_to_edit(event) if full and is_mine else 0,
        is_mine=is_mine,
        may_restore=full and looks_after and sees_thread and _is_hidden(event),
    )


_SAID_ALREADY = (Kind.DECIDED, Kind.UNDONE)
_REASONS = {
    Kind.REPORTED: Report.Reason,
    Kind.HIDDEN: Report.Reason,
    Kind.SEAL_ASKED: SealOpening.Reason,
    Kind.SEAL_OPENED: SealOpening.Reason,
    Kind.SEAL_REFUSED: SealOpening.Reason,
    Kind.PURGE_ASKED: Purge.Reason,
    Kind.PURGED: Purge.Reason,
}


def reason_in_words(event: ModerationEvent) -> str:
    """The reason as it was written, or what a choice from a list says."""
    if event.kind in _SAID_ALREADY and event.reason in ReviewItem.Decision.values:
        return ""
    if event.kind == Kind.HIDDEN and event.reason == QUOTES:
        return "It quotes a post that was hidden"
    choices = _REASONS.get(Kind(event.kind))
    labels = dict(choices.choices) if choices else {}
    return str(labels.get(event.reason, event.reason))


def _what(event: ModerationEvent) -> str:
    label = str(event.get_kind_display())
    if event.kind in _SAID_ALREADY and event.reason in ReviewItem.Decision.values:
        label = f"{label}: {ReviewItem.Decision(event.reason).label.lower()}"
    return f"{label} (undone later)" if event.reverted_at else label


def _who(event: ModerationEvent, *, looks_after: bool, reader: Any) -> str:
    """Members learn that a person decided, not which; nobody but moderators learns who reported."""
    is_concerned = event.person_id == reader.pk
    if event.kind == Kind.REPORTED and (is_concerned or not is_moderator(reader)):
        return "A member"
    if event.actor is None:
        return SOMEBODY
    if not looks_after:
        return REVIEWER
    return f"{event.actor} and {event.second_actor}" if event.second_actor else str(event.actor)


def _url(event: ModerationEvent) -> str:
    thing = event.post or event.thread
    return thing.get_absolute_url() if thing else ""


def _message(event: ModerationEvent) -> str:
    if event.kind == Kind.HIDDEN and event.actor is None:
        return HIDDEN_AT_ONCE.get(event.reason, HIDDEN_BY_REPORTS)
    if event.kind == Kind.DECIDED and event.item is not None and not event.reverted_at:
        return event.item.message
    if event.kind == Kind.HIDDEN:
        return event.reason or "A facilitator hid it. Write to us if you want to know more."
    if event.kind == Kind.PURGED:
        return "Your post was erased for good. Nothing of its words is kept."
    if event.kind == Kind.UNDONE:
        return "A decision about what you wrote was taken back. It stands as it was before."
    return ""


def _is_hidden(event: ModerationEvent) -> bool:
    return event.kind == Kind.HIDDEN and event.post is not None and event.post.state == "hidden"


def _number_to_edit(event: ModerationEvent) -> int:
    post = event.post
    return post.number if post is not None and post.state in ("held", "hidden") else 0
