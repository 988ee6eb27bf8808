"""The title of a thread, for whoever may know it."""

from .access import Access
from .models import Level, Thread

CLOSED = "A thread in a closed forum"


def title_for(thread: Thread, access: Access) -> str:
    """Reviewers and officers come to single posts of forums that they do not read: then not."""
    return thread.title if access.can(Level.SEE, thread.forum_id) else CLOSED
