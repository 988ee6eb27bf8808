"""OpenSearch and Elasticsearch: one request for the page of hits, the total and all counts.

The words, the filters and the names of the columns are modelsearch's; what it has no words for –
some of the words are enough, counts over several facets at once – is added around them.
"""

from typing import Any

from modelsearch.backends.base import BaseSearchBackend
from modelsearch.index import FilterField, RelatedFields
from modelsearch.query import MATCH_ALL, PlainText

from ..facets import split_counts
from ..models import SearchDocument, SearchFacet
from .base import FEW, ORDERS, Engine, Found, Wanted, least
from .database import group_query, seen_by

MOST_VALUES = 1_000
MOST_SUGGESTIONS = 8
SECONDS = "1500ms"
Body = dict[str, Any]


class ServerEngine(Engine):
    """Talks to the server through the client that modelsearch set up."""

    name = "server"

    def __init__(self, backend: BaseSearchBackend) -> None:
        self.backend = backend

    def audiences(self) -> list[str]:
        found = SearchDocument.objects.order_by().values_list("audience", flat=True).distinct()
        return list(found)

    def find(self, wanted: Wanted, *, with_counts: bool = True) -> Found:
        answer = self._send(self.body(wanted, every=True, with_counts=with_counts))
        complete = answer["hits"]["total"]["value"]
        if wanted.is_loose and complete < FEW and len(wanted.groups) > 1:
            answer = self._send(self.body(wanted, every=False, with_counts=with_counts))
        found = Found(answer["hits"]["total"]["value"], complete)
        found.is_partial = bool(answer.get("timed_out"))
        found.keys = [int(hit["fields"]["pk"][0]) for hit in answer["hits"]["hits"]]
        if with_counts:
            found.counts = self._counts(answer["aggregations"], wanted)
        return found

    def _send(self, body: Body) -> Any:
        index = self.backend.get_index_for_model(SearchDocument).name
        if self.backend.use_new_elasticsearch_api:
            return self.backend.es.search(index=index, **body)
        return self.backend.es.search(index=index, body=body)

    def body(self, wanted: Wanted, *, every: bool, with_counts: bool) -> Body:
        """The whole request for a search."""
        facets = {name: self._facet_filter(name, values) for name, values in wanted.chosen.items()}
        body: Body = {
            "query": {"bool": {**self._words(wanted, every=every), "filter": self._gate(wanted)}},
            # After the counting, which leaves one facet's own filter out at a time.
            "post_filter": {"bool": {"filter": list(facets.values())}},
            "from": wanted.start,
            "size": wanted.stop - wanted.start,
            "track_total_hits": True,
            "timeout": SECONDS,
            "_source": False,
            "stored_fields": ["pk"],
        }
        if wanted.sort in ORDERS:
            column = self._column(ORDERS[wanted.sort])
            body["sort"] = [{column: {"order": "desc", "missing": "_last"}}, {"pk": "desc"}]
        if with_counts:
            left_out = ["", *wanted.chosen]
            body["aggs"] = {f"without_{name}": self._tally(facets, name) for name in left_out}
        return body

    def _compiler(self, query: Any, queryset: Any = None) -> Any:
        documents = SearchDocument.objects.all() if queryset is None else queryset
        return self.backend.search(query, documents).query_compiler

    def _words(self, wanted: Wanted, *, every: bool) -> Body:
        queries = [self._compiler(group_query(group)).get_inner_query() for group in wanted.groups]
        if every:
            return {"must": queries}
        return {
            "should": [*queries, {"bool": {"must": queries, "boost": 10.0}}],
            "minimum_should_match": least(len(queries)),
        }

    def _gate(self, wanted: Wanted) -> list[Body]:
        documents = seen_by(wanted).filter(is_listed=True)
        found: list[Body] = self._compiler(MATCH_ALL, documents).get_filters()
        return found

    def _facet_filter(self, name: str, values: list[str]) -> Body:
        wanted = [f"{name}:{value}" for value in values]
        documents = SearchDocument.objects.filter(facets__value__in=wanted)
        found: Body = self._compiler(MATCH_ALL, documents).get_filters()[1]
        return found

    @property
    def _mapping(self) -> Any:
        return self.backend.mapping_class(SearchDocument)

    def _column(self, name: str) -> str:
        field = next(
            one for one in SearchDocument.get_filterable_search_fields() if one.field_name == name
        )
        return str(self._mapping.get_field_column_name(field))

    def _tally(self, facets: dict[str, Body], left_out: str) -> Body:
        related = next(
            one
            for one in SearchDocument.get_search_fields()
            if isinstance(one, RelatedFields) and one.field_name == "facets"
        )
        path = self._mapping.get_field_column_name(related)
        inner = self.backend.mapping_class(SearchFacet)
        column = f"{path}.{inner.get_field_column_name(FilterField('value'))}"
        filters = [one for name, one in facets.items() if name != left_out]
        return {
            "filter": {"bool": {"filter": filters}},
            "aggs": {
                "facets": {
                    "nested": {"path": path},
                    "aggs": {"values": {"terms": {"field": column, "size": MOST_VALUES}}},
                }
            },
        }

    def _counts(self, aggregations: Any, wanted: Wanted) -> dict[str, dict[str, int]]:
        counts = _buckets(aggregations["without_"])
        for name in wanted.chosen:
            counts[name] = _buckets(aggregations[f"without_{name}"]).get(name, {})
        return counts

    def complete(self, beginning: str, wanted: Wanted) -> list[int]:
        if not beginning:
            return []
        documents = seen_by(wanted)
        results = self.backend.autocomplete(beginning, documents, operator="and")
        return [row.pk for row in results[:MOST_SUGGESTIONS]]

    def correct(self, word: str, wanted: Wanted, hidden: frozenset[str]) -> str:
        term = {"field": "_all_text", "prefix_length": 1, "suggest_mode": "missing"}
        answer = self._send({"size": 0, "suggest": {"text": word, "near": {"term": term}}})
        near = [one["text"] for entry in answer["suggest"]["near"] for one in entry["options"]]
        if not near:
            return word
        return next((one for one in near if one not in hidden and self._is_seen(one, wanted)), "")

    def _is_seen(self, word: str, wanted: Wanted) -> bool:
        return bool(self.backend.search(PlainText(word), seen_by(wanted)).count())


def _buckets(aggregation: Any) -> dict[str, dict[str, int]]:
    buckets = aggregation["facets"]["values"]["buckets"]
    return split_counts({one["key"]: one["doc_count"] for one in buckets})
