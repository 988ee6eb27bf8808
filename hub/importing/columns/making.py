"""Columns made from the fields of a type, so that each says and takes what its field does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from hub.taxonomy.models import Term

from .chosen import OneColumn
from .column import (
    ChoiceColumn,
    Column,
    DateColumn,
    NumberColumn,
    YesNoColumn,
    plain,
    words_for,
)
from .prose import ProseColumn
from .rows import RowsColumn

PROSE = "Plain words. An empty line begins a paragraph; lines with - make a list."
KEY = Column(
    "key",
    help="A word of your own that stays the same, such as P-001. With it a later sheet finds "
    "the page again.",
    example="P-001",
)


@dataclass(frozen=True)
class Kind:
    """What a sheet may hold, one page on a row, and the shelf on which its pages stand."""

    name: str
    label: str
    model: type[Page]
    shelf: type[Page]
    columns: tuple[Column, ...]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        return (KEY, *self.columns)

    def column(self, heading: str) -> Column | None:
        wanted = plain(heading)
        return next((one for one in self.all_columns if plain(one.name) == wanted), None)

    def column_of(self, field: str) -> Column | None:
        return next((one for one in self.columns if one.target == field), None)


def columns_of(model: Any, names: str, **changed: dict[str, Any]) -> Iterator[Column]:
    """One column for each of the fields in `names`; `changed` says what is not as in the model."""
    for name in names.split():
        options = changed.get(name, {})
        field = model._meta.get_field(options.get("field", name))
        column = replace(_column(name, field), **options)
        yield replace(column, is_required=options.get("is_required", _is_required(field)))


def _is_required(field: Any) -> bool:
    return not field.blank and not field.has_default()


def _column(name: str, field: Any) -> Column:
    about = words_for(field)
    if isinstance(field, RichTextField):
        return ProseColumn(name, help=f"{about} {PROSE}".strip())
    if field.related_model is Term:
        return OneColumn(name, help=about, words_of=field.get_limit_choices_to()["vocabulary"])
    if field.choices:
        return ChoiceColumn(name, help=about, choices=tuple(field.choices))
    if isinstance(field, models.BooleanField):
        return YesNoColumn(name, help=about)
    if isinstance(field, models.DateField):
        return DateColumn(name, help=about, example="2026-06-30")
    if isinstance(field, models.IntegerField):
        return NumberColumn(name, help=about)
    return Column(name, help=about)


def rows_of(model: Any, name: str, parts: str, **options: Any) -> RowsColumn:
    """A column for a stream of one kind of block, from its named parts."""
    field: StreamField = model._meta.get_field(name)
    (block,) = field.stream_block.child_blocks.values()
    names = tuple(parts.split())
    about = f"One on a line: {' | '.join(names)}"
    return RowsColumn(name, help=about, parts=names, block=block, **options)


def with_examples(columns: Iterable[Column], examples: dict[str, str]) -> tuple[Column, ...]:
    return tuple(replace(one, example=examples.get(one.name, one.example)) for one in columns)
