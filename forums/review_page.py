"""One item of the review queue, with everything a reviewer needs to decide it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .models import Attachment, Report, ReviewItem
from .queue import Piece, Row, findings_of, marked, may_open, rows_of
from .review_messages import CARE_STEPS


@dataclass
class ShownItem:
    """`opens` says whether the words may be shown: elsewhere opening is noted in the log first."""

    item: ReviewItem
    row: Row
    opens: bool
    is_crisis: bool
    pieces: list[Piece] = field(default_factory=list)
    # The title, where it is part of what is reviewed.
    title_pieces: list[Piece] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    notes: list[Report] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    steps: tuple[str, ...] = ()


def describe_item(item: ReviewItem, reader: Any, *, at: datetime) -> ShownItem:
    row = rows_of([item], reader, at=at)[0]
    is_crisis = item.kind == ReviewItem.Kind.CRISIS
    opens = may_open(item, reader)
    shown = ShownItem(item, row, opens, is_crisis, steps=CARE_STEPS if is_crisis else ())
    if item.post is None:
        # What was said about a member's page stands in the log alone.
        reported = item.events.filter(kind="reported").order_by("pk")
        shown.said = [line for line in reported.values_list("reason", flat=True) if line]
    elif opens:
        shown.pieces = marked(item.post.source)
        if item.post.is_first:
            shown.title_pieces = marked(item.post.thread.title)
        labels = [finding.label for finding in findings_of(item.post)]
        shown.labels = list(dict.fromkeys(labels))
        shown.notes = list(item.post.reports.exclude(note="").order_by("created_at"))
        shown.files = list(item.post.attachments.order_by("pk"))
    return shown
