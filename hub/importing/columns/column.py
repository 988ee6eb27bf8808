"""What a column of a sheet is: its words for editors, and the way from a cell to a page's field."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from .words import Words, nearest

# What somebody writes to empty a field: an empty cell leaves it as it is.
NOTHING = "(none)"
YES, NO = ("yes", "true", "1", "x"), ("no", "false", "0")


class UnableToParse(Exception):
    """One sentence on what is wrong with a cell; `better` is what would be right, if known."""

    def __init__(self, wrong: str, better: str = "") -> None:
        super().__init__(wrong)
        self.wrong, self.better = wrong, better


def plain(heading: str) -> str:
    """Letters and digits: "Last reviewed", "last_reviewed" and "LAST REVIEWED*" are one column."""
    return "".join(sign for sign in heading.casefold() if sign.isalnum())


@dataclass(frozen=True)
class Column:
    """Running text for one field. `name` is the field's, unless `field` says otherwise."""

    name: str
    field: str = ""
    help: str = ""
    example: str = ""
    is_required: bool = False

    @property
    def target(self) -> str:
        return self.field or self.name

    @property
    def heading(self) -> str:
        return self.name.replace("_", " ").capitalize()

    def parse(self, text: str, words: Words) -> Any:
        """The field's value. Raises UnableToParse."""
        return " ".join(text.split())

    @property
    def empty(self) -> Any:
        return ""

    def get(self, page: Any) -> Any:
        return getattr(page, self.target)

    def put(self, page: Any, value: Any) -> None:
        setattr(page, self.target, value)

    def joined(self, page: Any, value: Any) -> Any:
        """`value` with what the page holds and no cell can say. Raises UnableToParse."""
        return value

    def compared(self, page: Any, value: Any) -> Any:
        """`value` in a form in which equal things are equal."""
        return value

    def told(self, page: Any, value: Any) -> str:
        """`value` as words, for the list of changes."""
        return "" if value is None else str(value)

    def allowed(self, words: Words) -> list[str]:
        """The words to choose from; empty when anything may be written."""
        return []


class LinesColumn(Column):
    """Text whose line breaks count."""

    def parse(self, text: str, words: Words) -> str:
        return text


class DateColumn(Column):
    @property
    def empty(self) -> None:
        return None

    def parse(self, text: str, words: Words) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            better = _other_date(text)
            raise UnableToParse("This is not a day. Write it as 2026-06-30.", better) from None


def _other_date(text: str) -> str:
    """What somebody probably meant by 6/30/2026; only where there is no doubt which is the day."""
    match = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    if match is None:
        return ""
    month, day, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


class NumberColumn(Column):
    @property
    def empty(self) -> None:
        return None

    def parse(self, text: str, words: Words) -> int:
        digits = text.replace(",", "").replace(" ", "")
        if not digits.isascii() or not digits.isdecimal():
            raise UnableToParse("This is not a whole number.")
        return int(digits[:18])


class YesNoColumn(Column):
    @property
    def empty(self) -> bool:
        return False

    def parse(self, text: str, words: Words) -> bool:
        if text.casefold() not in YES + NO:
            raise UnableToParse("Write yes or no.", "yes" if text[:1] in "yY" else "no")
        return text.casefold() in YES

    def told(self, page: Any, value: Any) -> str:
        return "yes" if value else "no"

    def allowed(self, words: Words) -> list[str]:
        return ["yes", "no"]


@dataclass(frozen=True)
class ChoiceColumn(Column):
    """One of the fixed choices of a field, by its words or by its value."""

    choices: tuple[tuple[str, str], ...] = ()

    def parse(self, text: str, words: Words) -> str:
        return choice_of(text, self.choices)

    def told(self, page: Any, value: Any) -> str:
        return dict(self.choices).get(value, str(value or ""))

    def allowed(self, words: Words) -> list[str]:
        return [label for _, label in self.choices]


def choice_of(text: str, choices: Any) -> str:
    known = {str(label).casefold(): value for value, label in choices}
    known |= {str(value).casefold(): value for value, _ in choices}
    if text.casefold() not in known:
        labels = {str(label).casefold(): str(label) for _, label in choices}
        better = labels.get(nearest(text, labels), "")
        raise UnableToParse(f"“{text}” is not one of the choices.", better)
    return known[text.casefold()]


def words_for(field: models.Field) -> str:
    """The field's own help, with its verbose name where that says more than its name."""
    name = str(field.verbose_name)
    told = "" if plain(name) == plain(field.name) else f"{name[:1].upper()}{name[1:]}. "
    return f"{told}{field.help_text}".strip()
