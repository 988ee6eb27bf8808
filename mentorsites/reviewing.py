"""What both sides see of a change: what is different, the talk about it, what they may do."""

from typing import Any

from hub.accounts.models import User

from .differences import Difference, differences_between
from .models import ProfileChange
from .permissions import can_keep, can_review
from .profile.versions import warmed, working_copy
from .profile.words import Words

OPEN = ProfileChange.State.OPEN


def looked_at(change: ProfileChange, reader: User) -> dict[str, Any]:
    site = change.site
    is_open = change.state == OPEN
    return {
        "change": change,
        "site": site,
        "differences": differences_of(change),
        "notes": change.notes.select_related("author"),
        "is_open": is_open,
        "is_own": can_keep(reader, site),
        "may_decide": is_open and can_review(reader, site),
        # What a decision is about: a newer version asks for another look.
        "number": site.latest_revision_id or 0,
    }


def differences_of(change: ProfileChange) -> list[Difference]:
    """Before and after: what is live against what waits, or the two versions of then."""
    words = Words()
    if change.state in (OPEN, ProfileChange.State.RETURNED):
        live = warmed(change.site)
        return differences_between(live, working_copy(live), words=words)
    if change.revision is None or change.live_revision is None:
        return []
    before, after = change.live_revision.as_object(), change.revision.as_object()
    return differences_between(warmed(before), warmed(after), words=words)
