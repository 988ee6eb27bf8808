"""The seal of an alias: made when somebody writes without their name, opened by two people only.

The keys are outside the database (settings.ALIAS_KEYS, the newest first), so that whoever has a
copy of the database alone cannot tell who is behind an alias. Decision: trust plan, 6.5.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from .models.aliases import Alias, SealedAuthor
from .models.threads import Thread

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
WITHOUT_TRADE = "Member"


class UnableToOpen(Exception):
    """The seal is gone or was made with a key that is not here any more."""


def owner_keys(person: Any, thread_id: int) -> list[str]:
    """The keyed hashes of a person in a thread, one for each key in use; the newest first."""
    words = f"forums.alias:{person.pk}:{thread_id}".encode()
    return [
        hmac.new(key.encode(), words, hashlib.sha256).hexdigest() for key in settings.ALIAS_KEYS
    ]


def own_alias(person: Any, thread: Thread) -> Alias | None:
    """The alias that `person` has in `thread`, for nobody but them to be told."""
    seal = (
        SealedAuthor.objects.filter(owner_key__in=owner_keys(person, thread.pk))
        .select_related("alias")
        .first()
    )
    return seal.alias if seal else None


def is_own_alias(alias: Alias | None, reader: Any) -> bool:
    if alias is None or not reader.is_authenticated:
        return False
    keys = owner_keys(reader, alias.thread_id)
    return SealedAuthor.objects.filter(alias=alias, owner_key__in=keys).exists()


def own_among(aliases: Iterable[Alias], reader: Any) -> set[int]:
    """The numbers of those aliases behind which `reader` is. One statement, or none."""
    keys = [key for alias in aliases for key in owner_keys(reader, alias.thread_id)]
    if not keys:
        return set()
    return set(SealedAuthor.objects.filter(owner_key__in=keys).values_list("alias", flat=True))


def seal_alias(thread: Thread, *, of: Any, trade: str, at: datetime) -> Alias:
    """The alias of this person in this thread, made and sealed on the first call.

    Call it inside the transaction that holds the lock of the thread: labels are given in order.
    """
    kept = own_alias(of, thread)
    if kept is not None:
        return kept
    alias = Alias.objects.create(thread=thread, label=_next_label(thread, trade))
    SealedAuthor.objects.create(
        alias=alias,
        sealed=_lock().encrypt(str(of.pk).encode()),
        owner_key=owner_keys(of, thread.pk)[0],
        # To the hour: a finer moment would tell who was here just then.
        made_at=at.replace(minute=0, second=0, microsecond=0),
    )
    return alias


def _next_label(thread: Thread, trade: str) -> str:
    word = trade or WITHOUT_TRADE
    taken = set(thread.aliases.values_list("label", flat=True))
    for number in range(1, 1000):
        for letter in LETTERS:
            label = f"{word} {letter}{number if number > 1 else ''}"
            if label not in taken:
                return label
    raise UnableToOpen("No label is left in this thread.")


def open_seal(alias: Alias) -> int:
    """The number of the person behind an alias. Only actions.unsealing calls it, after two agreed.

    Raises UnableToOpen when the seal was deleted or its key is not here.
    """
    seal = SealedAuthor.objects.filter(alias=alias).first()
    if seal is None:
        raise UnableToOpen("The seal was deleted: after 90 days nobody can open it.")
    try:
        return int(_lock().decrypt(bytes(seal.sealed)))
    except InvalidToken as error:
        raise UnableToOpen("The key of this seal is not on this server.") from error


def _lock() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ALIAS_KEYS])
