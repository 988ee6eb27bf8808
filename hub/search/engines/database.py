"""The database's own search: PostgreSQL in earnest, anything else while an index is mended."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.query import Phrase, PlainText, SearchQuery

from ..facets import split_counts
from ..meanings import Group
from ..models import SearchDocument, SearchFacet
from .base import FEW, ORDERS, Engine, Found, Wanted

MOST_SUGGESTIONS = 8


class DatabaseEngine(Engine):
    """Any database backend of modelsearch: the words by its search, the rest by plain SQL."""

    name = "database"

    def __init__(self, backend: BaseSearchBackend) -> None:
        self.backend = backend

    def audiences(self) -> list[str]:
        found = SearchDocument.objects.order_by().values_list("audience", flat=True).distinct()
        return list(found)

    def find(self, wanted: Wanted, *, with_counts: bool = True) -> Found:
        documents = seen_by(wanted).filter(is_listed=True)
        matched = self._matched(documents, wanted.groups, every=True)
        complete = self._count(_narrowed(matched, wanted))
        if wanted.is_loose and complete < FEW and len(wanted.groups) > 1:
            matched = self._matched(documents, wanted.groups, every=False)
        narrowed = _narrowed(matched, wanted)
        found = Found(self._count(narrowed), complete)
        found.keys = self._page(narrowed, wanted)
        if with_counts:
            found.counts = self._counts(matched, wanted)
        return found

    def _matched(self, documents: QuerySet, groups: Any, *, every: bool) -> QuerySet:
        """The documents with the words as a queryset, so that SQL can narrow and count them."""
        if not groups:
            return documents
        results = self.backend.search(_query(groups, every=every), SearchDocument.objects.all())
        keys = _keys_of(results)
        return documents.filter(pk__in=keys)

    def _count(self, documents: QuerySet) -> int:
        return documents.count()

    def _page(self, documents: QuerySet, wanted: Wanted) -> list[int]:
        if wanted.sort in ORDERS or not wanted.groups:
            ordered = _in_order(documents, wanted.sort)
            return list(ordered.values_list("pk", flat=True)[wanted.start : wanted.stop])
        keys = set(documents.values_list("pk", flat=True))
        ranked: list[int] = []
        for every in (True, False):
            query = _query(wanted.groups, every=every)
            results = self.backend.search(query, SearchDocument.objects.all())
            ranked += [row.pk for row in results[: wanted.stop * 5 + 200] if row.pk in keys]
            if not wanted.is_loose:
                break
        unique = list(dict.fromkeys(ranked))
        rest = sorted(keys - set(unique))
        return [*unique, *rest][wanted.start : wanted.stop]

    def _counts(self, matched: QuerySet, wanted: Wanted) -> dict[str, dict[str, int]]:
        counts = _tally(_narrowed(matched, wanted))
        for name in wanted.chosen:
            counts[name] = _tally(_narrowed(matched, wanted, leaving_out=name)).get(name, {})
        return counts

    def complete(self, beginning: str, wanted: Wanted) -> list[int]:
        if not beginning:
            return []
        results = self.backend.autocomplete(beginning, SearchDocument.objects.all())
        found = [row.pk for row in results[: MOST_SUGGESTIONS * 5]]
        seen = set(seen_by(wanted).filter(pk__in=found).values_list("pk", flat=True))
        return [pk for pk in found if pk in seen][:MOST_SUGGESTIONS]

    def correct(self, word: str, wanted: Wanted, hidden: frozenset[str]) -> str:
        # Databases have no list of the words in them.
        return word


def seen_by(wanted: Wanted) -> QuerySet:
    documents = SearchDocument.objects.open_at(wanted.at or timezone.now())
    documents = documents.filter(audience__in=list(wanted.audiences))
    if wanted.left_out:
        documents = documents.exclude(kind__in=list(wanted.left_out))
    if wanted.published_after:
        documents = documents.filter(published_at__gt=wanted.published_after)
    return documents


def _narrowed(documents: QuerySet, wanted: Wanted, leaving_out: str = "") -> QuerySet:
    for name, values in wanted.chosen.items():
        if name != leaving_out:
            facets = SearchFacet.objects.filter(value__in=[f"{name}:{value}" for value in values])
            documents = documents.filter(pk__in=facets.values("document_id"))
    return documents


def _tally(documents: QuerySet) -> dict[str, dict[str, int]]:
    rows = (
        SearchFacet.objects.filter(document_id__in=documents.order_by().values("pk"))
        .order_by()
        .values_list("value")
        .annotate(count=Count("pk"))
    )
    return split_counts(dict(rows))


def _in_order(documents: QuerySet, sort: str) -> QuerySet:
    from django.db.models import F

    field = ORDERS.get(sort, ORDERS["newest"])
    return documents.order_by(F(field).desc(nulls_last=True), "-pk")


def _query(groups: Any, *, every: bool) -> SearchQuery:
    return reduce(and_ if every else or_, [group_query(group) for group in groups])


def group_query(group: Group) -> SearchQuery:
    # Without weights: PostgreSQL knows none for parts of a query.
    return reduce(
        or_,
        [PlainText(one.text) if " " not in one.text else Phrase(one.text) for one in group],
    )


def _keys_of(results: Any) -> Any:
    """The keys of all results, as a subquery where the backend can give one."""
    return [row.pk for row in results]
