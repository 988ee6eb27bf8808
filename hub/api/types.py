"""Which page classes the API gives, and what each needs fetched with it."""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.api.v2.utils import BadRequestError

from hub.core.models import BasePage
from hub.core.open_data import is_long
from hub.resources.models import ResourcePage


@cache
def published_types() -> dict[str, type[BasePage]]:
    """Name, such as "practices.PracticePage" → class, for every class that names its api_fields."""
    return {
        model._meta.label: model
        for model in apps.get_models()
        if issubclass(model, BasePage) and model.api_fields and model is not ResourcePage
    }


def model_named(name: str) -> type[BasePage]:
    """The class that `type` names; without a name what all published things have in common."""
    if not name:
        return ResourcePage
    known = published_types()
    if name not in known:
        raise BadRequestError(f"type must be one of {', '.join(sorted(known))}")
    return known[name]


@cache
def long_fields(model: Any) -> frozenset[str]:
    """What only the page itself gives, and no list."""
    return frozenset(field.name for field in model.api_fields if is_long(field))


def with_fields(pages: Any) -> Any:
    """`pages` with what their short fields show, in the same few statements for any number."""
    relations = {field.name for field in pages.model._meta.fields if field.is_relation}
    if joined := [name for name in pages.model.open_columns if name in relations]:
        pages = pages.select_related(*joined)
    if not issubclass(pages.model, ResourcePage):
        return pages.prefetch_related("tagged_topics__tag") if _has_topics(pages.model) else pages
    # What a row is called needs its class: one statement for all classes, once a process.
    ContentType.objects.get_for_models(*published_types().values())
    return pages.with_facets()


def _has_topics(model: type[BasePage]) -> bool:
    return hasattr(model, "tagged_topics")
