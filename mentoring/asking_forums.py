"""A request that found no site becomes the draft of a question in the forums."""

from datetime import datetime

from forums.access import access_of
from forums.actions.drafting import UnableToKeep, keep_draft
from forums.models import ThreadKind
from forums.permissions import kinds_to_start
from hub.accounts.models import User

from .models import MentorRequest


class UnableToBegin(Exception):
    """Says in one sentence why there is no place for the question."""


def begin_thread(request: MentorRequest, *, by: User, at: datetime) -> str:
    """The address of the new thread's form, with the words kept as its draft.

    Nobody sees the draft but its writer, who can change every word before it is public. A draft
    that is there already stays: then the words go to the next forum. Raises UnableToBegin when no
    forum takes them.
    """
    kind = ThreadKind.QUESTION
    words = {"would_help": request.question, "tried": request.tried}
    forums = [one for one in access_of(by).seen() if kind in kinds_to_start(by, one, at=at)]
    for forum in forums:
        try:
            keep_draft(f"new:{forum.slug}", data=words, seq=0, by=by, at=at)
        except UnableToKeep:
            continue
        return f"{forum.get_absolute_url()}new/?kind={kind}"
    if forums:
        raise UnableToBegin(
            "You have begun a question in every forum already. Post it or clear it first."
        )
    raise UnableToBegin("There is no forum where you can ask now.")
