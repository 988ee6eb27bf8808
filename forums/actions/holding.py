"""How a text is sent, and why it has to wait for a person before others see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import Page

from hub.accounts.models import User

from ..checks import Level
from ..models import Attachment, ReviewItem, Standing, Thread
from ..permissions import can_facilitate
from ..words import Words

Kind = ReviewItem.Kind


@dataclass(frozen=True)
class Sending:
    """How a text is sent: once, by name or under an alias, with these files.

    `form_key` is the random key of the form: sent twice with it, it is posted once.
    `cleared` are the kinds of findings of which the writer said that they are about nobody.
    `speaks_for` is the page in whose name it is written: its writer was found to speak for it.
    """

    form_key: str = ""
    under_alias: bool = False
    trade: str = ""
    files: Sequence[Attachment] = ()
    cleared: frozenset[str] = frozenset()
    speaks_for: Page | None = None


BY_NAME = Sending()


def reasons_to_hold(
    thread: Thread, *, words: Words, by: User, standing: Standing, sending: Sending
) -> list[str]:
    """Why this text waits for a person before others see it; empty when it does not."""
    files = sending.files
    needs_look = any(one.is_picture or one.notes for one in files)
    begins_case = thread.is_case and not thread.highest_number
    # Asked only when it matters: it takes statements.
    is_facilitator = (needs_look or begins_case or words.has(Level.WATCH)) and can_facilitate(
        by, thread.forum_id
    )
    reasons = {
        Kind.CRISIS: words.has(Level.CRISIS),
        # Only who chose "send it to a moderator first" gets here with one of these.
        Kind.IDENTIFIES: words.has(Level.STOP),
        Kind.CASE: begins_case and not is_facilitator,
        # Also a facilitator's: the time of review hides when it was written.
        Kind.ALIAS: sending.under_alias,
        Kind.FILE: needs_look and not is_facilitator,
        Kind.WATCHED: words.has(Level.WATCH) and not is_facilitator,
        Kind.FIRST_POST: standing.is_new and thread.forum.reviews_first_posts,
    }
    return [kind.value for kind, holds in reasons.items() if holds]
