"""What an operator can do about a failure, in one plain sentence instead of a traceback."""

import errno

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

DISK_FULL = "The disk is full: make room and start again. Nothing that was saved is lost."
NOT_WRITABLE = (
    "The hub may not write where it keeps its data: give it the folder named in HUB_VAR "
    "(without one: var/ beside manage.py), or name another."
)
LOCKED = (
    "The database is busy with another program for more than five seconds: "
    "stop that one, or start again later."
)
DAMAGED = (
    "The database file is damaged: put back a backup, "
    "or move the file away to begin with an empty hub."
)
NO_SERVER = "The database server named in DATABASE_URL does not answer: is it running?"

ERRNO_SENTENCES = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EROFS: NOT_WRITABLE,
    errno.EACCES: NOT_WRITABLE,
    errno.EPERM: NOT_WRITABLE,
    errno.ENOTDIR: NOT_WRITABLE,
}
# What SQLite and PostgreSQL say; neither gives a code that Django passes on.
DATABASE_SENTENCES = {
    "database is locked": LOCKED,
    "disk is full": DISK_FULL,
    "disk i/o error": DISK_FULL,
    "no space left": DISK_FULL,
    "readonly database": NOT_WRITABLE,
    "unable to open database": NOT_WRITABLE,
    "not a database": DAMAGED,
    "malformed": DAMAGED,
    "connection failed": NO_SERVER,
    "connection refused": NO_SERVER,
    "connection timeout": NO_SERVER,
}


def explain(error: BaseException) -> str | None:
    """The sentence for `error`; None when it is none of the operator's troubles but our mistake."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OSError):
        return ERRNO_SENTENCES.get(error.errno or 0)
    if isinstance(error, DatabaseError):
        words = str(error).lower()
        return next((text for sign, text in DATABASE_SENTENCES.items() if sign in words), None)
    return None
