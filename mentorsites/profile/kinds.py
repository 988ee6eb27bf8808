"""The kinds of answers in a profile: how each is read from a page, put back and said in words.

A value is made of texts, numbers and lists, so that two versions can be compared with `==`.
"""

from dataclasses import dataclass
from typing import Any

from hub.core.models import BasePage

from .rich_texts import retyped, to_text
from .words import Words

NOTHING = "–"


@dataclass(frozen=True)
class Field:
    """One answer. `name` is the form's; `label` stands above the field and in differences."""

    name: str
    label: str
    hint: str = ""

    def value(self, page: BasePage) -> Any:
        return getattr(page, self.name)

    def put(self, page: BasePage, value: Any) -> None:
        setattr(page, self.name, value)

    def said(self, value: Any, words: Words) -> str:
        """The value as text for a person; "" when it is empty."""
        return "" if value is None else str(value)


class Line(Field):
    """One line of text."""


class Number(Field):
    def said(self, value: int | None, words: Words) -> str:
        return "" if value is None else f"{value:,}"


class Choice(Field):
    """One of the model's own choices."""

    def said(self, value: str, words: Words) -> str:
        from ..models import MentorSitePage

        choices: Any = MentorSitePage._meta.get_field(self.name).choices
        return str(dict(choices).get(value, value))


class Rich(Field):
    """Paragraphs and lists."""

    def value(self, page: BasePage) -> str:
        return to_text(getattr(page, self.name))

    def put(self, page: BasePage, value: str) -> None:
        setattr(page, self.name, retyped(value, getattr(page, self.name)))


@dataclass(frozen=True)
class Word(Field):
    """One word of a vocabulary."""

    vocabulary: str = ""

    def value(self, page: BasePage) -> int | None:
        return getattr(page, f"{self.name}_id")

    def put(self, page: BasePage, value: int | None) -> None:
        setattr(page, f"{self.name}_id", value)

    def said(self, value: int | None, words: Words) -> str:
        return words.term(value) if value else ""

    def choices(self, words: Words) -> list[tuple[int, str]]:
        return words.terms_of(self.vocabulary)


@dataclass(frozen=True)
class Several(Word):
    """Several words of a vocabulary; the page keeps those of all vocabularies together."""

    def value(self, page: Any) -> list[int]:  # type: ignore[override]
        return sorted(term.pk for term in page.terms.all() if term.vocabulary == self.vocabulary)

    def put(self, page: Any, value: list[int]) -> None:  # type: ignore[override]
        from hub.taxonomy.models import Term

        kept = [term for term in page.terms.all() if term.vocabulary != self.vocabulary]
        page.terms = [*kept, *Term.objects.of(self.vocabulary).in_order().filter(pk__in=value)]

    def said(self, value: list[int], words: Words) -> str:  # type: ignore[override]
        return ", ".join(label for key, label in self.choices(words) if key in value)


class Topics(Field):
    def value(self, page: Any) -> list[int]:
        return sorted(topic.pk for topic in page.topics.all())

    def put(self, page: Any, value: list[int]) -> None:
        from hub.taxonomy.models import Topic

        page.topics.set(list(Topic.objects.filter(pk__in=value).order_by("name", "pk")))

    def said(self, value: list[int], words: Words) -> str:
        return ", ".join(label for key, label in self.choices(words) if key in value)

    def choices(self, words: Words) -> list[tuple[int, str]]:
        return words.topics


class Places(Field):
    def value(self, page: Any) -> list[int]:
        return sorted(place.pk for place in page.jurisdictions.all())

    def put(self, page: Any, value: list[int]) -> None:
        from hub.taxonomy.models import Jurisdiction

        page.jurisdictions = list(Jurisdiction.objects.by_name().filter(pk__in=value))

    def said(self, value: list[int], words: Words) -> str:
        return ", ".join(label for key, label in self.choices(words) if key in value)

    def choices(self, words: Words) -> list[tuple[int, str]]:
        return words.places
