"""What a password may not be, beyond Django's own rules."""

from typing import Any

from django.core.exceptions import ValidationError

LONGEST = 128
# Words that everyone who attacks this site tries first.
OUR_WORDS = ("coresponder", "co-responder", "consortium", "coresponderhub")


class HubWordsValidator:
    """Refuses a password that is our own name with a few characters around it."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = password.lower()
        for word in OUR_WORDS:
            rest = rest.replace(word, "")
        if len(password) - len(rest) >= len(password) / 2:
            raise ValidationError(self.get_help_text(), code="password_hub_words")

    def get_help_text(self) -> str:
        return "Your password must not be built around the name of this site."


class MaximumLengthValidator:
    """Keeps hashing cheap: longer texts add no strength."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return f"Your password may have up to {LONGEST} characters."
