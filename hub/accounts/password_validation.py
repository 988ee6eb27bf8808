"""What a password may not be, beyond Django's own rules."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

LONGEST = 128
# Words that everyone who attacks this site tries first.
OUR_WORDS = ("coresponder", "co-responder", "consortium", "coresponderhub", "password", "passwort")
# Of a name or an address, parts shorter than this say nothing.
SHORTEST_PART = 3


class HubWordsValidator:
    """Refuses a password that is our own name with a few characters around it."""

    def validate(self, password: str, user: Any = None) -> None:
        if _share_of(OUR_WORDS, password) >= 0.5:
            raise ValidationError(self.get_help_text(), code="password_hub_words")

    def get_help_text(self) -> str:
        return "Your password must not be built around the name of this site."


class OwnWordsValidator:
    """Refuses a password that is mostly one's own name or address."""

    def validate(self, password: str, user: Any = None) -> None:
        own = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}".lower()
        parts = {part for part in re.split(r"[\W_]+", own) if len(part) >= SHORTEST_PART}
        if _share_of(sorted(parts, key=len, reverse=True), password) >= 0.5:
            raise ValidationError(self.get_help_text(), code="password_own_words")

    def get_help_text(self) -> str:
        return "Your password must not be your own name or e-mail address."


def _share_of(words: Iterable[str], password: str) -> float:
    """How much of `password`, spaces and signs aside, is made of `words`."""
    rest = password.lower()
    for word in words:
        rest = rest.replace(word, "")
    letters = sum(sign.isalnum() for sign in password)
    return 1 - sum(sign.isalnum() for sign in rest) / letters if letters else 0


class MaximumLengthValidator:
    """Keeps hashing cheap: longer texts add no strength."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return f"Your password may have up to {LONGEST} characters."
