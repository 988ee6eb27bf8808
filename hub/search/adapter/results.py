"""Results: hits of the engine, fetched through the queryset that was searched."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

from modelsearch.backends.base import BaseSearchResults, FilterFieldError

from hub.search.engine.asking import Answer, ask
from hub.search.engine.fields import filter_field
from hub.search.engine.storage import Damaged
from hub.search.engine.values import decode

from .fallback import database_results

Found = TypeVar("Found")
# Databases allow some thousand values in one statement.
CHUNK = 5_000


class Results(BaseSearchResults):
    """The database has the last word: what it no longer has, or no longer fits, is left out."""

    supports_facet = True

    def _do_search(self) -> Iterator[Any]:
        return self._or_database(
            self._search,
            lambda results: list(results.annotate_score(self._score_field)[self._slice]),
        )

    def _do_count(self) -> int:
        return int(self._or_database(self._count, lambda results: results[self._slice].count()))

    @property
    def _slice(self) -> slice:
        return slice(self.start, self.stop)

    def facet(self, field_name: str) -> "OrderedDict[Any, int]":
        """Value → number of hits, the commonest first; the slice of the results does not matter."""
        field = self.query_compiler._get_filterable_field(
            field_name
        ) or self.query_compiler._get_filterable_field(f"{field_name}_id")
        if field is None:
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to {self.model.__name__}.search_fields.",
                field_name=field_name,
            )
        return self._or_database(
            lambda: self._facet(field),
            lambda results: results.facet(field.get_attname(self.model)),
        )

    def _or_database(self, search: Callable[[], Any], instead: Callable[[Any], Any]) -> Any:
        try:
            return search()
        except Damaged as error:
            self.index.report(error)
            return instead(database_results(self.query_compiler))

    @property
    def index(self) -> Any:
        return self.backend.get_index_for_model(self.model)

    def _ask(self, look_at: Callable[[Answer], Found]) -> Found:
        """What `look_at` makes of the answer, while the files that it comes from are open."""
        compiler = self.query_compiler
        node, filters, order = compiler.node(), compiler.filters(), compiler.order()
        found: Found = self.index.read(
            lambda searcher: look_at(ask(searcher, node, filters, order))
        )
        return found

    def _count(self) -> int:
        total = max(0, self._ask(lambda answer: answer.total) - self.start)
        return total if self.stop is None else min(total, max(0, self.stop - self.start))

    def _search(self) -> list[Any]:
        if self.query_compiler.is_ordered_by_database:
            return self._in_database_order()
        hits = self._ask(lambda answer: answer.hits(self.start, self.stop))
        found = self._fetch([key for key, _ in hits])
        rows = []
        for key, score in hits:
            if row := found.get(key):
                if self._score_field:
                    setattr(row, self._score_field, float(score))
                rows.append(row)
        return rows

    def _in_database_order(self) -> list[Any]:
        keys = [key for key, _ in self._ask(lambda answer: answer.hits(0, None))]
        queryset = self.query_compiler.queryset
        if len(keys) <= CHUNK:
            return list(queryset.filter(pk__in=keys)[self._slice])
        wanted = set(keys)
        ordered = [str(pk) for pk in queryset.values_list("pk", flat=True)]
        chosen = [key for key in ordered if key in wanted][self._slice]
        found = self._fetch(chosen)
        return [found[key] for key in chosen if key in found]

    def _fetch(self, keys: list[str]) -> dict[str, Any]:
        queryset = self.query_compiler.queryset.order_by()
        if self.prefetch_related:
            queryset = queryset.prefetch_related(*self.prefetch_related)
        found: dict[str, Any] = {}
        for at in range(0, len(keys), CHUNK):
            for row in queryset.filter(pk__in=keys[at : at + CHUNK]):
                found[str(row.pk)] = row
        return found

    def _facet(self, field: Any) -> "OrderedDict[Any, int]":
        counts = self._ask(lambda answer: answer.counts(filter_field(field.field_name)))
        kind = field.get_type(self.model)
        found = [(_as_field(decode(value), kind), count) for value, count in counts.items()]
        return OrderedDict(sorted(found, key=lambda pair: (-pair[1], str(pair[0]))))


def _as_field(value: Any, kind: str) -> Any:
    if value is None or isinstance(value, str):
        return value
    if kind == "BooleanField":
        return bool(value)
    if kind in {"DateField", "DateTimeField"}:
        moment = datetime.fromtimestamp(value, UTC)
        return moment.date() if kind == "DateField" else moment
    return int(value) if float(value).is_integer() and kind not in {"FloatField"} else value
