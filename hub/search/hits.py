"""Hits: pages that fit the words, that the reader may see, best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from hub.core.models import BaseIndexPage, BasePage
from hub.core.visibility import visible_pages
from hub.resources.models import ResourcePage
from hub.taxonomy.models import Jurisdiction

from .offers import Meaning, named_by
from .ranking import Group, rank

SECTION = ("section", "Section of the hub")


@dataclass(frozen=True)
class Hit:
    """A page and what kind of page it is: (name, label)."""

    pk: int
    kind: tuple[str, str]


def find_hits(
    terms: Sequence[str],
    meanings: Sequence[Meaning],
    places: Sequence[Jurisdiction],
    reader: Any,
    *,
    every: bool = True,
) -> list[Hit]:
    """Pages with all of the words – or, unless `every`, some of them.

    First come those that lie in a place which some of the words name: their own text need not
    name it again.
    """
    hits: list[Hit] = []
    named = {term for place in places for term in named_by(terms, place)}
    if named:
        rest = [term for term in terms if term not in named]
        hits += _in_places(places, groups_of(rest, meanings) if every else [], reader)
    hits += _visible(rank(groups_of(terms, meanings), every=every), reader)
    return list({hit.pk: hit for hit in hits}.values())


def groups_of(terms: Sequence[str], meanings: Sequence[Meaning]) -> list[Group]:
    """The words, each with what means the same; a phrase of the glossary counts as one word."""
    rest = f" {' '.join(terms)} "
    groups: list[Group] = []
    for meaning in meanings:
        if f" {meaning.phrase} " in rest:
            rest = rest.replace(f" {meaning.phrase} ", " ", 1)
            groups.append(meaning.alternatives)
    return [*groups, *([term] for term in rest.split())]


def _in_places(places: Sequence[Jurisdiction], groups: Sequence[Group], reader: Any) -> list[Hit]:
    links = ResourcePage.jurisdictions.through.objects.filter(jurisdiction__in=places)
    there = Page.objects.filter(pk__in=links.values("resourcepage_id"))
    if groups:
        return _visible(rank(groups), reader, among=there)
    return _hits(visible_pages(there, reader).order_by("-first_published_at", "-pk"))


def _visible(ranked: list[int], reader: Any, among: Any = None) -> list[Hit]:
    """Those of the ranked pages that the reader may see, in the same order."""
    if not ranked:
        return []
    pages = Page.objects.all() if among is None else among
    seen = {hit.pk: hit for hit in _hits(visible_pages(pages.filter(pk__in=ranked), reader))}
    return [seen[pk] for pk in ranked if pk in seen]


def _hits(pages: Any) -> list[Hit]:
    rows = pages.values_list("pk", "content_type_id")
    return [Hit(pk, _kind_of(content_type)) for pk, content_type in rows]


def _kind_of(content_type: int) -> tuple[str, str]:
    model = ContentType.objects.get_for_id(content_type).model_class()
    # The root of the tree is a plain Wagtail page; the home page has no kind of its own.
    label = getattr(model, "kind_label", BasePage.kind_label)
    if model is None or issubclass(model, BaseIndexPage) or label == BasePage.kind_label:
        return SECTION
    return model._meta.model_name or "", label
