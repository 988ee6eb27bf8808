"""Which index a model is in and which fields that index has: read off `search_fields`."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.db.models import Model
from modelsearch.backends.base import get_model_root
from modelsearch.index import (
    AutocompleteField,
    FilterField,
    RelatedFields,
    SearchField,
    get_indexed_models,
)

from hub.search.engine.layout import Layout

# The primary key as a value to sort by, whatever its field is called.
PK = "pk"


def index_name(model: type[Model]) -> str:
    """All models with the same root share an index, so that one search ranks all pages."""
    return str(get_model_root(model)._meta.label_lower)


@lru_cache
def layout_of(name: str) -> Layout:
    """The layout of the index of that name."""
    texts: set[str] = set()
    grams: set[str] = set()
    filters = {PK}
    for model in models_in(name):
        for path, field in paths_of(model.get_search_fields()):
            kinds = {SearchField: texts, AutocompleteField: grams, FilterField: filters}
            kinds[type(field)].add(path)
    return Layout.of(name, texts, grams, filters)


@lru_cache
def models_in(name: str) -> tuple[Any, ...]:
    """Indexed models that share the index of that name."""
    return tuple(model for model in get_indexed_models() if index_name(model) == name)


def paths_of(fields: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """(path, field) of every search, autocomplete and filter field, related ones included."""
    for field in fields:
        if isinstance(field, RelatedFields):
            yield from paths_of(field.fields, f"{before}{field.field_name}__")
        else:
            yield f"{before}{field.field_name}", field


def type_names(model: type[Model]) -> list[str]:
    """The names of a model and of all models that it inherits from."""
    return [
        base._meta.label_lower
        for base in model.__mro__
        if hasattr(base, "_meta") and not base._meta.abstract
    ]
