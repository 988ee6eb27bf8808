"""What every published thing shows beside its own fields: facets, related things, review state."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from hub.core.visibility import visible_pages
from hub.principles.models import PrinciplePage

from .models import RelationKind, ResourcePage, ResourceRelation
from .models.relations import REVERSED


@dataclass(frozen=True)
class RelatedItem:
    """Another published thing and, in words, how it bears on this one."""

    resource: ResourcePage
    phrase: str
    note: str


@dataclass
class RelatedGroup:
    """Related things of one type. `name` is the model's, for templates that place groups."""

    name: str
    label: str
    items: list[RelatedItem] = field(default_factory=list)


def describe(page: ResourcePage, reader: Any) -> dict[str, Any]:
    """Context for the template of one published thing, in four statements."""
    related = related_groups(page, reader)
    return {
        "terms": list(page.terms.all()),
        "topics": list(page.topics.all()),
        "places": list(page.jurisdictions.all()),
        "principles": list(visible_principles(page, reader)),
        "related": related,
        "related_by_type": {group.name: group for group in related},
    }


def visible_principles(page: ResourcePage, reader: Any) -> Any:
    principles = page.principles.all()
    # In a preview the choice is only in memory, and the editor may see what the editor chose.
    if not hasattr(principles, "visible_to"):
        return principles
    return principles.visible_to(reader).in_order()


def related_groups(page: ResourcePage, reader: Any) -> list[RelatedGroup]:
    """Everything linked with `page` from either end that `reader` may see, grouped by type."""
    groups: dict[str, RelatedGroup] = {}
    for item in _related(page, reader):
        model = item.resource.specific_class
        group = groups.setdefault(
            model._meta.model_name, RelatedGroup(model._meta.model_name, model.kind_label)
        )
        if item.resource.pk not in {other.resource.pk for other in group.items}:
            group.items.append(item)
    return sorted(groups.values(), key=lambda group: group.label)


def _related(page: ResourcePage, reader: Any) -> Iterator[RelatedItem]:
    if not page.pk:
        return
    links = list(
        ResourceRelation.objects.filter(Q(source=page.pk) | Q(target=page.pk)).order_by(
            "sort_order", "pk"
        )
    )
    others = {link.target_id if link.source_id == page.pk else link.source_id for link in links}
    seen = visible_pages(ResourcePage.objects.filter(pk__in=others), reader).with_cards().in_bulk()
    # So that specific_class below asks the cache and not the database.
    ContentType.objects.get_for_models(*{type(other) for other in seen.values()})
    for link in links:
        forward = link.source_id == page.pk
        other = seen.get(link.target_id if forward else link.source_id)
        if other:
            phrase = RelationKind(link.kind).label if forward else REVERSED[RelationKind(link.kind)]
            yield RelatedItem(other, phrase, link.note)
