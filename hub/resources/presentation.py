"""What every published thing shows beside its own fields: facets, related things, review state."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, prefetch_related_objects

from hub.core.visibility import is_visible
from hub.taxonomy.models import Term

from .contents import contents_of, headings_of
from .models import RelationKind, ResourcePage, ResourceRelation


@dataclass(frozen=True)
class RelatedItem:
    """Another published thing and, in a sentence, how it bears on this one."""

    resource: ResourcePage
    phrase: str
    note: str


# What readers look for beside a published thing, in the order in which they look.
HEADINGS = {
    "policypage": "The law behind it",
    "practicepage": "Practices",
    "casestudypage": "Case studies",
    "mentorsitepage": "Mentor sites",
    "libraryitempage": "Files you can use",
    "guidelinepage": "Guidelines",
    "eventpage": "Events",
}


@dataclass
class RelatedGroup:
    """Related things of one type. `name` is the model's, for templates that place groups."""

    name: str
    heading: str
    items: list[RelatedItem] = field(default_factory=list)


def describe(page: ResourcePage, reader: Any) -> dict[str, Any]:
    """Context for the template of one published thing, in seven statements."""
    related = related_groups(page, reader)
    headings = headings_of(page)
    terms = list(page.terms.all())
    return {
        "headings": headings,
        "contents": contents_of(page, headings, related),
        "owner": visible_owner(page, reader),
        "terms": terms,
        "vocabulary_facts": vocabulary_facts(terms),
        "topics": list(page.topics.all()),
        "places": list(page.jurisdictions.all()),
        "principles": list(visible_principles(page, reader)),
        "related": related,
        "related_by_type": {group.name: group for group in related},
    }


def vocabulary_facts(terms: list[Term]) -> list[tuple[str, str]]:
    """(name of the list, its words) for every vocabulary that a page uses."""
    words: dict[str, list[str]] = {}
    for term in terms:
        words.setdefault(term.get_vocabulary_display(), []).append(term.label)
    return [(name, ", ".join(labels)) for name, labels in words.items()]


def visible_owner(page: ResourcePage, reader: Any) -> Any:
    """The organization that keeps `page`, when `reader` may know of it."""
    owner = page.owner_organization
    return owner if owner and is_visible(owner, reader) else None


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
        heading = (HEADINGS | page.related_headings).get(model._meta.model_name, model.kind_label)
        group = groups.setdefault(
            model._meta.model_name, RelatedGroup(model._meta.model_name, heading)
        )
        if item.resource.pk not in {other.resource.pk for other in group.items}:
            group.items.append(item)
    order = [*HEADINGS, *groups]
    return sorted(groups.values(), key=lambda group: order.index(group.name))


def _related(page: ResourcePage, reader: Any) -> Iterator[RelatedItem]:
    if not page.pk:
        return
    links = list(
        ResourceRelation.objects.filter(Q(source=page.pk) | Q(target=page.pk)).order_by(
            "sort_order", "pk"
        )
    )
    others = {link.target_id if link.source_id == page.pk else link.source_id for link in links}
    seen = ResourcePage.objects.filter(pk__in=others).visible_to(reader).in_bulk()
    # Their places and those of the page itself in one statement.
    prefetch_related_objects([*seen.values(), page], "jurisdictions")
    # So that specific_class below asks the cache and not the database.
    ContentType.objects.get_for_models(*{type(other) for other in seen.values()})
    for link in links:
        forward = link.source_id == page.pk
        other = seen.get(link.target_id if forward else link.source_id)
        if other:
            yield RelatedItem(other, _sentence(page, link, forward=forward), link.note)


def _sentence(page: ResourcePage, link: ResourceRelation, *, forward: bool) -> str:
    relation, this = RelationKind(link.kind).label, f"this {page._meta.verbose_name}"
    return f"T{this[1:]} {relation} it." if forward else f"It {relation} {this}."
