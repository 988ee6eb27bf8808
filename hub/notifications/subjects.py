"""What can be followed or told of: any thing with an address. Who may see it, and its name."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.models import Page

from hub.core.visibility import NOBODY, readers_of, visible_pages

from .models.follows import Key

# What the list of followed things calls a kind where the model's own name is not for readers.
HEADINGS = {"wagtailcore.page": "Pages", "taxonomy.jurisdiction": "Places"}
ICONS = {
    "wagtailcore.page": "bookmark",
    "taxonomy.topic": "topic",
    "taxonomy.jurisdiction": "location-on",
}


def model_of(subject: Model) -> type[Model]:
    """The class a thing is kept under: every page is a Page, whatever its type."""
    return Page if isinstance(subject, Page) else subject._meta.concrete_model  # type: ignore[return-value]


def key_of(subject: Model) -> Key:
    """The type and the number of a thing."""
    return ContentType.objects.get_for_model(model_of(subject)).pk, subject.pk


def seen_by(model: type[Model], reader: Any) -> QuerySet:
    """The things of this class that `reader` may see."""
    if issubclass(model, Page):
        return visible_pages(Page.objects.all(), reader)
    # Without a gate of its own a vocabulary is for everybody.
    gate = getattr(model._default_manager, "visible_to", None)
    return gate(reader) if gate else model._default_manager.all()


def can_see(reader: Any, subject: Model) -> bool:
    return seen_by(model_of(subject), reader).filter(pk=subject.pk).exists()


def is_public(subject: Model) -> bool:
    """Whether whoever is not signed in may see it too."""
    return can_see(NOBODY, subject)


def can_be_followed(model: type[Model]) -> bool:
    """Whether following is offered: for pages, and for what has an address and a gate."""
    if issubclass(model, Page):
        return model is Page
    if model._meta.label_lower in settings.FOLLOWED_WITHOUT_GATE:
        return True
    return _has_gate(model) and hasattr(model, "get_absolute_url")


def _has_gate(kept_as: type[Model]) -> bool:
    return hasattr(kept_as._default_manager, "visible_to")


@lru_cache
def gated_models() -> tuple[type[Model], ...]:
    """The classes, other than pages, whose things are not for everybody."""
    return tuple(
        model
        for model in apps.get_models()
        if not issubclass(model, Page) and _has_gate(model) and hasattr(model, "get_absolute_url")
    )


def only_visible(reader: Any, of_types: Collection[int] | None = None) -> Q:
    """A condition on notifications: `reader` may see what they are about. Adds no statement.

    With `of_types` it is for rows about these types only, and shorter.
    """
    models = (Page, *gated_models())
    types = ContentType.objects.get_for_models(*models)
    seen = ~Q(subject_type__in=[types[model].pk for model in models])
    for model in models:
        if of_types is not None and types[model].pk not in of_types:
            continue
        this_one = seen_by(model, reader).order_by().filter(pk=OuterRef("subject_id"))
        seen |= Q(Exists(this_one), subject_type=types[model].pk)
    return seen


def fetch(keys: Iterable[Key], reader: Any) -> dict[Key, Model]:
    """The things with these keys that `reader` may see, in one statement for each type."""
    numbers: dict[int, set[int]] = {}
    for type_id, number in keys:
        numbers.setdefault(type_id, set()).add(number)
    found: dict[Key, Model] = {}
    for type_id, wanted in numbers.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None:
            things = seen_by(model, reader).filter(pk__in=wanted)
            found |= {(type_id, thing.pk): thing for thing in things}
    return found


def find_subject(kind: str, number: int, reader: Any) -> Model | None:
    """The thing called, say, taxonomy.topic and 5, if `reader` may see and follow it."""
    app_label, _, name = kind.partition(".")
    try:
        model = apps.get_model(app_label, name)
    except (LookupError, ValueError):
        return None
    if not can_be_followed(model):
        return None
    return seen_by(model, reader).filter(pk=number).first()


def kind_of(subject: Model) -> str:
    """What an address calls the thing's class; find_subject() reads it."""
    return model_of(subject)._meta.label_lower


def heading_for(model: type[Model]) -> str:
    words = HEADINGS.get(model._meta.label_lower)
    return words or str(model._meta.verbose_name_plural).capitalize()


def icon_for(model: type[Model]) -> str:
    return ICONS.get(model._meta.label_lower, getattr(model, "kind_icon", "bookmark"))


def name_of(subject: Model) -> str:
    """On one line, whatever somebody typed into it."""
    return " ".join(str(subject).split())


def address_of(subject: Model) -> str:
    if isinstance(subject, Page):
        return subject.url or "/"
    return subject.get_absolute_url()  # type: ignore[attr-defined]


def readers_among(people: Any, subject: Model, *, at: datetime) -> set[int]:
    """Which of these people may see `subject`: one statement when everybody may.

    A thing that not everybody may see is asked about person by person, unless its class answers
    for many at once with `readers_among(people) -> QuerySet of people`.
    """
    numbers = {person.pk for person in people}
    if is_public(subject):
        return numbers
    if isinstance(subject, Page):
        everybody = get_user_model()._default_manager.filter(pk__in=numbers)
        return set(readers_of(subject, everybody, at).values_list("pk", flat=True))
    ask = getattr(subject, "readers_among", None)
    if ask is not None:
        return set(ask(people).values_list("pk", flat=True)) & numbers
    return {person.pk for person in people if can_see(person, subject)}
