"""Drafts: what was typed and not sent yet, kept until it is sent or three months old."""

import re
from datetime import datetime

from django.db import transaction

from hub.accounts.models import User

from ..models import Draft, Post

# More than any form of ours holds.
LONGEST = 60_000


MOST_DRAFTS = 100
KEY = re.compile(r"(?:thread|post):\d{1,18}|new:[a-z0-9-]{1,60}")


class UnableToKeep(Exception):
    """It is too long, there are too many drafts, or what it belongs to cannot have one."""


class NewerDraft(UnableToKeep):
    """A newer draft from another window is kept already; it is in `args[0]`."""


@transaction.atomic
def keep_draft(key: str, *, data: dict[str, str], seq: int, by: User, at: datetime) -> Draft:
    """Keeps what somebody has typed under `key`; nothing typed forgets it.

    `seq` is the number that the form was given with the last draft it knew. Raises NewerDraft when
    another window has kept a newer one since, and UnableToKeep when it cannot be kept at all.
    """
    if not KEY.fullmatch(key) or sum(map(len, data.values())) > LONGEST:
        raise UnableToKeep(key)
    typed = {name: value for name, value in data.items() if value.strip()}
    draft = Draft.objects.select_for_update().filter(person=by, key=key).first()
    if draft is None:
        draft = _first_draft(key, by=by)
    elif draft.seq > seq:
        raise NewerDraft(draft)
    draft.data, draft.seq, draft.updated_at = typed, draft.seq + 1, at
    draft.save()
    return draft


def _first_draft(key: str, *, by: User) -> Draft:
    kind, _, number = key.partition(":")
    # A row that ties a person to a post under an alias would open its seal.
    if kind == "post" and not Post.objects.filter(pk=int(number), author=by).exists():
        raise UnableToKeep(key)
    if Draft.objects.filter(person=by).count() >= MOST_DRAFTS:
        raise UnableToKeep(key)
    return Draft(person=by, key=key)


@transaction.atomic
def drop_draft(key: str, *, by: User) -> None:
    drafts = Draft.objects.filter(person=by, key=key)
    # Nothing hangs on a draft: one statement instead of two.
    drafts._raw_delete(drafts.db)
