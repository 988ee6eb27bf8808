"""Columns that name words of a list: topics, places, terms, principles, an organization."""

import re
from dataclasses import dataclass
from typing import Any

from hub.resources.models import ResourceTopic

from .column import Column, UnableToParse
from .words import Words


@dataclass(frozen=True)
class OneColumn(Column):
    """A field that points at one row of the list."""

    words_of: str = ""

    @property
    def empty(self) -> None:
        return None

    def number(self, page: Any) -> int | None:
        return getattr(page, page._meta.get_field(self.target).attname)

    def get(self, page: Any) -> Any:
        # Where one is needed, a draft without it raises when asked for it.
        return super().get(page) if self.number(page) else None

    def parse(self, text: str, words: Words) -> Any:
        return one_of(text, self.words_of, words)

    def compared(self, page: Any, value: Any) -> Any:
        return value.pk if value else None

    def allowed(self, words: Words) -> list[str]:
        return words.of(self.words_of).names


def one_of(text: str, name: str, words: Words) -> Any:
    found = words.of(name).find(text)
    if found is None:
        title = name.replace("_", " ")
        raise UnableToParse(f"“{text}” is not in the list “{title}”.", words.of(name).nearest(text))
    return found


@dataclass(frozen=True)
class ManyColumn(Column):
    """Several rows of the list, with ; between them."""

    words_of: str = ""

    @property
    def empty(self) -> list:
        return []

    def parse(self, text: str, words: Words) -> list:
        names = [name.strip() for name in re.split(r"[;\n]", text) if name.strip()]
        found, wrong, better = [], [], []
        for name in names:
            try:
                found.append(one_of(name, self.words_of, words))
                better.append(name)
            except UnableToParse as error:
                wrong.append(error.wrong)
                better.append(error.better)
        if wrong:
            raise UnableToParse(" ".join(wrong), "; ".join(better) if all(better) else "")
        return list(dict.fromkeys(found))

    def get(self, page: Any) -> list:
        return list(getattr(page, self.target).all())

    def compared(self, page: Any, value: list) -> set:
        return {row.pk for row in value}

    def told(self, page: Any, value: list) -> str:
        return "; ".join(sorted(str(row) for row in value))

    def allowed(self, words: Words) -> list[str]:
        return words.of(self.words_of).names


class TopicsColumn(ManyColumn):
    def get(self, page: Any) -> list:
        return [link.tag for link in page.tagged_topics.all()]

    def put(self, page: Any, value: list) -> None:
        page.tagged_topics = [ResourceTopic(tag=topic) for topic in value]


class TermsColumn(ManyColumn):
    """The words of one vocabulary; a page keeps those of all in one relation."""

    def get(self, page: Any) -> list:
        return page.terms_in(self.words_of)

    def put(self, page: Any, value: list) -> None:
        others = [term for term in page.terms.all() if term.vocabulary != self.words_of]
        page.terms = [*others, *value]
