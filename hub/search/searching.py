"""From a reader's words to what the search page shows. Ranking itself is in ranking.py."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from wagtail.models import Page

from hub.core.models import BaseIndexPage
from hub.core.visibility import visible_pages
from hub.resources.models import ResourcePage
from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Topic

from .offers import Meaning, find_meanings, find_places, find_topics, named_by
from .queries import clean, terms_of
from .ranking import Group, rank

PER_PAGE = 20
MOST_ENTRIES = 3
SECTION = ("section", "Section of the hub")


@dataclass(frozen=True)
class Kind:
    """A type of page among the hits, and how many of them there are."""

    name: str
    label: str
    count: int
    is_chosen: bool


@dataclass
class Results:
    query: str
    places: list[Jurisdiction] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    entries: list[GlossaryEntry] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    kind: Kind | None = None
    hits: PageOfHits | None = None
    total: int = 0
    # Nothing has all of the words: what is shown has some of them.
    is_partial: bool = False


@dataclass(frozen=True)
class _Hit:
    pk: int
    content_type: int
    kind: tuple[str, str]


def search_pages(query: str, *, reader: Any, kind: str = "", page: Any = None) -> Results:
    """What `reader` may see that fits `query`; `kind` narrows it and `page` turns its pages."""
    results = Results(query=clean(query))
    terms = terms_of(results.query)
    if not terms:
        return results
    meanings = find_meanings(terms)
    results.places = find_places(results.query, terms)
    results.topics = find_topics(terms)
    results.entries = [found.entry for found in meanings if found.entry.is_shown][:MOST_ENTRIES]
    hits = _find(terms, meanings, results.places, reader)
    if not hits:
        hits = _visible(rank(_groups(terms, meanings), every=False), reader)
        results.is_partial = bool(hits)
    results.kinds = _count_kinds(hits, kind)
    results.kind = next((found for found in results.kinds if found.is_chosen), None)
    if results.kind:
        hits = [hit for hit in hits if hit.kind[0] == results.kind.name]
    results.total = len(hits)
    results.hits = Paginator(hits, PER_PAGE).get_page(page)
    results.hits.object_list = _rows(results.hits.object_list, reader)
    return results


def _groups(terms: Sequence[str], meanings: Sequence[Meaning]) -> list[Group]:
    """The words, each with what means the same; a phrase of the glossary counts as one word."""
    rest = f" {' '.join(terms)} "
    groups: list[Group] = []
    for meaning in meanings:
        if f" {meaning.phrase} " in rest:
            rest = rest.replace(f" {meaning.phrase} ", " ", 1)
            groups.append(meaning.alternatives)
    return [*groups, *([term] for term in rest.split())]


def _find(
    terms: list[str], meanings: list[Meaning], places: list[Jurisdiction], reader: Any
) -> list[_Hit]:
    """Pages with all of the words; first those that lie in a place named by some of them."""
    found: dict[int, _Hit] = {}
    named = {term for place in places for term in named_by(terms, place)}
    if named:
        rest = [term for term in terms if term not in named]
        found = {hit.pk: hit for hit in _in_places(places, _groups(rest, meanings), reader)}
    for hit in _visible(rank(_groups(terms, meanings)), reader):
        found.setdefault(hit.pk, hit)
    return list(found.values())


def _in_places(places: list[Jurisdiction], groups: list[Group], reader: Any) -> list[_Hit]:
    links = ResourcePage.jurisdictions.through.objects.filter(jurisdiction__in=places)
    there = Page.objects.filter(pk__in=links.values("resourcepage_id"))
    if not groups:
        newest = visible_pages(there, reader).order_by("-first_published_at", "-pk")
        return _hits(newest)
    return _visible(rank(groups), reader, among=there)


def _visible(ranked: list[int], reader: Any, among: Any = None) -> list[_Hit]:
    """Those of the ranked pages that the reader may see, in the same order."""
    if not ranked:
        return []
    pages = Page.objects.all() if among is None else among
    seen = {hit.pk: hit for hit in _hits(visible_pages(pages.filter(pk__in=ranked), reader))}
    return [seen[pk] for pk in ranked if pk in seen]


def _hits(pages: Any) -> list[_Hit]:
    rows = pages.values_list("pk", "content_type_id")
    return [_Hit(pk, content_type, _kind_of(content_type)) for pk, content_type in rows]


def _kind_of(content_type: int) -> tuple[str, str]:
    model = ContentType.objects.get_for_id(content_type).model_class()
    if model is None or issubclass(model, BaseIndexPage) or not hasattr(model, "kind_label"):
        return SECTION
    return model._meta.model_name or "", model.kind_label


def _count_kinds(hits: list[_Hit], asked: str) -> list[Kind]:
    counts = Counter(hit.kind for hit in hits)
    return [
        Kind(name, label, count, name == asked) for (name, label), count in counts.most_common()
    ]


def _rows(hits: Sequence[_Hit], reader: Any) -> list[Page]:
    """The pages of these hits with what a row shows, in four statements at most."""
    wanted = [hit.pk for hit in hits]
    rows = dict(ResourcePage.objects.visible_to(reader).with_cards().in_bulk(wanted))
    others = [pk for pk in wanted if pk not in rows]
    if others:
        rows |= _other_rows(others, reader)
    return [rows[pk] for pk in wanted if pk in rows]


def _other_rows(wanted: list[int], reader: Any) -> dict[int, Page]:
    rows = visible_pages(Page.objects.all(), reader).in_bulk(wanted)
    summaries = _summaries(list(rows.values()))
    for pk, row in rows.items():
        row.summary = summaries.get(pk, row.search_description)
    return rows


def _summaries(pages: list[Page]) -> dict[int, str]:
    """The words that stand for each page in lists, in one statement for any number of types."""
    questions = []
    for model in {page.specific_class for page in pages}:
        fields = {column.name for column in model._meta.concrete_fields} if model else set()
        for name in {"summary", "quotation"} & fields:
            rows = model._default_manager.filter(pk__in=[page.pk for page in pages])
            questions.append(rows.order_by().values_list("pk", name))
    return dict(questions[0].union(*questions[1:], all=True)) if questions else {}
