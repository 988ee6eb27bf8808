"""What the review queue shows: as many statements for thirty items as for one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil

from .access import Access, access_of
from .checks import Finding, check_text
from .lists import Cursor
from .models import Level, ModerationEvent, Post, Report, ReviewItem, Standing
from .sealing import own_among
from .titles import title_for
from .words import watched_words

PAGE = 30
EXCERPT = 320
TONES: dict[str, str] = {
    ReviewItem.Kind.CRISIS: "stop",
    ReviewItem.Kind.IDENTIFIES: "wait",
    ReviewItem.Kind.REPORT: "info",
    ReviewItem.Kind.PROFILE: "info",
}


@dataclass(frozen=True)
class Piece:
    """A few words; `label` says what the checks think of them, or nothing."""

    text: str
    label: str = ""


@dataclass
class AuthorHistory:
    """A member's standing at a glance. Of an alias nothing is known, and nothing is shown."""

    standing: str = ""
    posts: int = 0
    decisions: list[str] = field(default_factory=list)


@dataclass
class Row:
    """One item as the queue shows it to one reader."""

    item: ReviewItem
    title: str
    tone: str
    age: str
    due: str
    is_late: bool
    # Whether the words show at once: not in a crisis, not from a forum the reader cannot read.
    is_folded: bool
    sees_forum: bool
    claimed_by_other: bool
    pieces: list[Piece] = field(default_factory=list)
    reports: int = 0
    reasons: list[str] = field(default_factory=list)
    history: AuthorHistory | None = None


@dataclass(frozen=True)
class Decided:
    """What was decided lately, with the title as its reader may know it."""

    item: ReviewItem
    title: str


@dataclass
class Leaf:
    rows: list[Row]
    after: str = ""


def counts_by_kind(reader: Any) -> list[tuple[str, str, int]]:
    """How many wait, by kind: (kind, label, number), the most urgent first."""
    waiting = ReviewItem.objects.visible_to(reader).open().order_by()
    found = dict(waiting.values_list("kind").annotate(Count("pk")))
    return [(kind, label, found[kind]) for kind, label in ReviewItem.Kind.choices if kind in found]


def turn_queue(reader: Any, *, kinds: Iterable[str], after: str, at: datetime) -> Leaf:
    """One page of what waits, the most urgent first, after the place that `after` names."""
    items = _with_everything(ReviewItem.objects.visible_to(reader).open().most_urgent_first())
    if wanted := [kind for kind in kinds if kind in ReviewItem.Kind.values]:
        items = items.filter(kind__in=wanted)
    found = list(_behind(items, after)[: PAGE + 1])
    more = _place_of(found[PAGE - 1]) if len(found) > PAGE else ""
    return Leaf(rows_of(of_others(found[:PAGE], reader), reader, at=at), more)


def of_others(items: list[ReviewItem], reader: Any) -> list[ReviewItem]:
    """Without what `reader` wrote under an alias: one statement, if an alias wrote any of it."""
    aliases = [item.post.alias for item in items if item.post is not None and item.post.alias]
    own = own_among(aliases, reader)
    return [item for item in items if item.post is None or item.post.alias_id not in own]


@dataclass(frozen=True)
class DecidedLeaf:
    """Part of what can be undone. `older` is the value of `decided_before` for the next part."""

    lines: list[Decided]
    older: str = ""


def decided_lately(reader: Any, *, before: str = "", at: datetime) -> DecidedLeaf:
    """What can still be undone, the newest first, behind the place that `before` names."""
    items = _with_everything(ReviewItem.objects.visible_to(reader))
    items = items.filter(decided_at__gt=at - ReviewItem.UNDO_WITHIN)
    if cursor := Cursor.read(before):
        items = items.filter(
            Q(decided_at__lt=cursor.moment) | Q(decided_at=cursor.moment, pk__lt=cursor.pk),
            decided_at__lte=cursor.moment,
        )
    found = list(items.order_by("-decided_at", "-pk")[: PAGE + 1])
    shown, access = found[:PAGE], access_of(reader)
    moment = shown[-1].decided_at if len(found) > PAGE else None
    older = str(Cursor(moment, shown[-1].pk)) if moment else ""
    return DecidedLeaf(
        [Decided(item, title_of(item, access)) for item in of_others(shown, reader)], older
    )


def title_of(item: ReviewItem, access: Access) -> str:
    if item.post is None:
        return f"Page of {item.profile_of}"
    return title_for(item.post.thread, access)


def _with_everything(items: QuerySet[ReviewItem]) -> QuerySet[ReviewItem]:
    return items.select_related(
        "post__thread", "post__author", "post__alias", "profile_of", "claimed_by", "decided_by"
    )


def _behind(items: QuerySet[ReviewItem], place: str) -> QuerySet[ReviewItem]:
    """The items after a place "priority.microseconds.number"; a place nobody made is the start."""
    parts = place.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 18 for part in parts):
        return items
    priority, moment, pk = int(parts[0]), _moment(int(parts[1])), int(parts[2])
    later = Q(opened_at__gt=moment) | Q(opened_at=moment, pk__gt=pk)
    return items.filter(Q(priority__lt=priority) | (Q(priority=priority) & later))


def _moment(microseconds: int) -> datetime:
    seconds, rest = divmod(min(microseconds, 2**52), 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


def _place_of(item: ReviewItem) -> str:
    opened = item.opened_at
    moment = int(opened.timestamp()) * 1_000_000 + opened.microsecond
    return f"{item.priority}.{moment}.{item.pk}"


def rows_of(items: list[ReviewItem], reader: Any, *, at: datetime) -> list[Row]:
    access = access_of(reader)
    posts = [item.post for item in items if item.post is not None]
    reports = _reports_of(posts)
    histories = histories_of({post.author_id for post in posts if post.author_id})
    rows = []
    for item in items:
        row = _row(item, access, at=at)
        if item.post is not None:
            row.reports, row.reasons = reports.get(item.post.pk, (0, []))
            row.history = histories.get(item.post.author_id or 0)
            if not row.is_folded:
                row.pieces = marked(item.post.source, most=EXCERPT)
        rows.append(row)
    return rows


def _row(item: ReviewItem, access: Any, *, at: datetime) -> Row:
    sees = item.forum_id is None or access.can(Level.SEE, item.forum_id)
    is_late = item.is_overdue(at)
    due = (
        f"{timesince(item.due_at, at)} late"
        if is_late
        else f"to be decided within {timeuntil(item.due_at, at)}"
    )
    return Row(
        item,
        title=title_of(item, access),
        tone=TONES.get(item.kind, "line"),
        age=timesince(item.opened_at, at),
        due=due,
        is_late=is_late,
        is_folded=item.kind == ReviewItem.Kind.CRISIS or not sees,
        sees_forum=sees,
        claimed_by_other=item.is_claimed(at) and item.claimed_by_id != access.pk,
    )


def _reports_of(posts: list[Post]) -> dict[int, tuple[int, list[str]]]:
    """By post: how many reported it, and the reasons they gave, each once."""
    found: dict[int, list[str]] = {}
    for post, reason in Report.objects.filter(post__in=posts).values_list("post", "reason"):
        found.setdefault(post, []).append(str(Report.Reason(reason).label))
    return {post: (len(all_), list(dict.fromkeys(all_))) for post, all_ in found.items()}


def histories_of(people: set[int]) -> dict[int, AuthorHistory]:
    """Standing, posts and earlier decisions of these people: three statements."""
    if not people:
        return {}
    found = {pk: AuthorHistory("New") for pk in people}
    for person, since in Standing.objects.filter(person__in=people).values_list(
        "person", "member_since"
    ):
        if since:
            found[person].standing = f"Member since {timezone.localtime(since):%B %Y}"
    live = Post.objects.filter(author__in=people, state=Post.State.LIVE).order_by()
    for person, number in live.values_list("author").annotate(Count("pk")):
        found[person].posts = number
    decided = ReviewItem.objects.filter(post__author__in=people).exclude(decided_at=None)
    for person, decision, number in (
        decided.order_by().values_list("post__author", "decision").annotate(Count("pk"))
    ):
        label = str(ReviewItem.Decision(decision).label).lower()
        found[person].decisions.append(f"{number} × {label}")
    return found


def findings_of(post: Post) -> list[Finding]:
    """What the checks say now; they were logged by kind only, never with the words.

    The title of a thread is part of its first post.
    """
    found = check_text(post.source, watched=watched_words())
    if post.is_first:
        found += check_text(post.thread.title, watched=watched_words())
    return found


def marked(text: str, *, most: int = 0) -> list[Piece]:
    """`text` in pieces, the findings marked. At most so many characters, around the first one."""
    findings = check_text(text, watched=watched_words())
    start = _start(findings, most)
    end = min(len(text), start + most) if most else len(text)
    pieces, at = [Piece("… ")] if start else [], start
    for finding in findings:
        begins, ends = max(finding.start, at), min(finding.end, end)
        if begins >= ends:
            continue
        pieces += [Piece(text[at:begins]), Piece(text[begins:ends], finding.label)]
        at = ends
    pieces.append(Piece(text[at:end]))
    if end < len(text):
        pieces.append(Piece(" …"))
    return [piece for piece in pieces if piece.text]


def _start(findings: list[Finding], most: int) -> int:
    """Where an excerpt begins, so that the first finding is in it."""
    if not most or not findings or findings[0].end <= most:
        return 0
    return max(0, findings[0].start - most // 3)


def may_open(item: ReviewItem, reader: Any) -> bool:
    """Whether the words show: elsewhere opening is noted in the log first."""
    sees = item.forum_id is None or access_of(reader).can(Level.SEE, item.forum_id)
    return sees or was_opened_by(item, reader)


def was_opened_by(item: ReviewItem, reader: Any) -> bool:
    """Whether the log says that `reader` looked at the item."""
    return ModerationEvent.objects.filter(
        item=item, actor=reader, kind=ModerationEvent.Kind.CLAIMED
    ).exists()
