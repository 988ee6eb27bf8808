"""From an object to what the index stores about it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Manager, Model
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField

from hub.search.engine.layout import Document
from hub.search.engine.values import NONE, encode

from .layouts import PK, type_names


def document_of(obj: Any) -> Document:
    """The document of a saved object of an indexed model."""
    document = Document(key=str(obj.pk), types=type_names(type(obj)))
    grams: dict[str, str] = {}
    filters: dict[str, list[str]] = {PK: [encode(obj.pk)]}
    for path, field, value in _values(obj, obj.get_search_fields(), ""):
        if isinstance(field, SearchField):
            if text := text_of(value):
                document.texts.append((path, text, float(field.boost or 1.0)))
        elif isinstance(field, AutocompleteField):
            grams[path] = f"{grams.get(path, '')} {text_of(value)}"
        elif isinstance(field, FilterField):
            filters.setdefault(path, []).extend(encode(single) for single in singles(value))
    document.grams = grams
    # A related object without a value among others that have one says nothing.
    document.filters = {
        path: sorted({value for value in values if value != NONE}) or [NONE]
        for path, values in filters.items()
    }
    return document


def _values(obj: Any, fields: Any, before: str) -> Iterator[tuple[str, Any, Any]]:
    for field in fields:
        if not isinstance(field, RelatedFields):
            yield f"{before}{field.field_name}", field, field.get_value(obj)
            continue
        for related in _related(field.get_value(obj)):
            yield from _values(related, field.fields, f"{before}{field.field_name}__")


def _related(value: Any) -> list[Any]:
    if isinstance(value, Manager):
        return list(value.all())
    if callable(value):
        value = value()
    return [] if value is None else [value]


def text_of(value: Any) -> str:
    """Whatever a field holds as one text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return text_of(list(value.values()))
    if isinstance(value, list | tuple | set):
        return " ".join(text_of(single) for single in value)
    return str(value)


def singles(value: Any) -> list[Any]:
    """The single values of a field that may have many; related objects by their key."""
    if hasattr(value, "all"):
        value = list(value.all())
    if isinstance(value, list | tuple | set):
        return [found for single in value for found in singles(single)] or [None]
    return [value.pk if isinstance(value, Model) else value]
