from collections.abc import Sequence
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models

LISTS = ("abbreviations", "synonyms", "search_only", "see_also")
MOST_WORDS, LONGEST_WORDS = 50, 120


class GlossaryEntry(models.Model):
    """A word of the field: what it means, what else people call it, how we prefer to say it."""

    term = models.CharField(max_length=120, unique=True)
    definition = models.TextField(blank=True)
    category = models.CharField(max_length=40, blank=True)
    abbreviations = models.JSONField(default=list, blank=True)
    synonyms = models.JSONField(default=list, blank=True)
    # Outdated or hurtful words that people still type. They must find, and must never be shown.
    search_only = models.JSONField(default=list, blank=True)
    see_also = models.JSONField(default=list, blank=True)
    is_shown = models.BooleanField("show in the glossary", default=True)
    prefer = models.CharField("say instead", max_length=120, blank=True)
    ambiguity = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["term", "pk"]
        verbose_name_plural = "glossary entries"

    def __str__(self) -> str:
        return self.term

    @classmethod
    def from_db(cls, *args: Any, **options: Any) -> Self:
        """As stored, without what is no word: every search and every save of a page reads it."""
        entry = super().from_db(*args, **options)
        for name in LISTS:
            if name in entry.__dict__:
                setattr(entry, name, _words(entry.__dict__[name]))
        return entry

    def clean(self) -> None:
        super().clean()
        errors = {}
        for name in LISTS:
            try:
                setattr(self, name, _checked(getattr(self, name)))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)


def _words(value: Any) -> list[str]:
    return [words for words in value if _is_words(words)] if isinstance(value, list) else []


def _is_words(value: Any) -> bool:
    return isinstance(value, str) and any(sign.isalnum() for sign in value)


def _checked(value: Any) -> Sequence[str]:
    """The words with single spaces. Raises ValidationError for anything but a list of words."""
    if value in (None, ""):
        return []
    if not isinstance(value, list):
        raise ValidationError('Write the words as a list, such as ["first word", "second word"].')
    if len(value) > MOST_WORDS:
        raise ValidationError(f"At most {MOST_WORDS} words fit here. Take some out.")
    for words in value:
        if not _is_words(words):
            raise ValidationError(
                f"{str(words)[:40] or 'An empty one'} is not a word. Write each in quotation "
                'marks, with a letter or digit in it, such as ["302", "first word"].'
            )
        if len(words) > LONGEST_WORDS:
            raise ValidationError(f"“{words[:40]}…” is longer than {LONGEST_WORDS} characters.")
    tidy = [" ".join(words.split()) for words in value]
    if not all(words.isprintable() for words in tidy):
        raise ValidationError("There is a sign in the words that cannot be read. Type them anew.")
    return tidy
