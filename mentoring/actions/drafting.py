"""What somebody typed into the form and did not send yet."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hub.accounts.models import User

from ..models import RequestDraft

# More than the form holds.
LONGEST = 20_000


class UnableToKeep(Exception):
    """Says in one sentence why the draft cannot be kept."""


@transaction.atomic
def keep_request_draft(by: User, *, typed: Mapping[str, list[str]], at: datetime) -> RequestDraft:
    """Keeps what was typed, by the names of the fields, in the place of what was kept before."""
    if sum(len(value) for values in typed.values() for value in values) > LONGEST:
        raise UnableToKeep("This is too long for a draft.")
    kept = {name: values for name, values in typed.items() if any(map(str.strip, values))}
    draft, _ = RequestDraft.objects.update_or_create(
        person=by, defaults={"typed": kept, "saved_at": at}
    )
    return draft


@transaction.atomic
def drop_request_draft(by: User) -> None:
    RequestDraft.objects.filter(person=by).delete()
