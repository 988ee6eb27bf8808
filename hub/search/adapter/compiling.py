"""From a query of modelsearch and a queryset to a question for the engine."""

from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Subquery
from django.db.models.sql import Query
from django.db.models.sql.constants import MULTI
from modelsearch import query as asked
from modelsearch.backends.base import BaseSearchQueryCompiler

from hub.search.engine import nodes
from hub.search.engine.analysis import (
    LONGEST_GRAM,
    LONGEST_WORD,
    Token,
    is_prefix_pair,
    stem,
    tokens,
)
from hub.search.engine.layout import Layout
from hub.search.engine.nodes import Filter, Node, Order

from .layouts import PK, index_name, layout_of
from .lookups import lookup_filter

# Twelve words say what is meant; whatever follows only costs.
MOST_TERMS = 12
NO_FIELD = -1


class QueryCompiler(BaseSearchQueryCompiler):
    """Whole words, all of them unless told otherwise."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    # Names of search fields to look in; all of them when there are none.
    fields: list[str] | None

    @property
    def is_ordered_by_database(self) -> bool:
        """Whether the order has an expression in it, which only the database understands."""
        ordering = self.queryset.query.order_by
        return not self.order_by_relevance and not all(isinstance(name, str) for name in ordering)

    @property
    def layout(self) -> Layout:
        return layout_of(index_name(self.queryset.model))

    def node(self) -> Node:
        """What is looked for; words that have no letter or digit in them find nothing."""
        return self._compile(self.query)

    def filters(self) -> dict[str, Filter]:
        """The type and the conditions of the queryset, which belong to no facet."""
        of_type = nodes.OfType(self.queryset.model._meta.label_lower)
        wanted = self._get_filters_from_queryset()
        return {"": nodes.Both((of_type, wanted)) if wanted else of_type}

    def order(self) -> list[Order]:
        """By which fields; empty for relevance. Without any order the newest key comes first."""
        if self.order_by_relevance:
            return []
        wanted = [Order(field.field_name, reverse) for reverse, field in self._get_order_by()]
        return wanted or [Order(PK, reverse=True)]

    # --- Text ------------------------------------------------------------------------------------
    def _compile(self, query: asked.SearchQuery) -> Node:
        match query:
            case asked.And():
                return nodes.AllOf(tuple(self._compile(part) for part in query.subqueries))
            case asked.Or():
                return nodes.AnyOf(tuple(self._compile(part) for part in query.subqueries))
            case asked.Not():
                return nodes.Without(self._compile(query.subquery))
            case asked.Boost():
                return nodes.Boosted(self._compile(query.subquery), query.boost)
        return self._compile_text(query)

    def _compile_text(self, query: asked.SearchQuery) -> Node:
        match query:
            case asked.MatchAll():
                return nodes.Everything()
            case asked.PlainText():
                return nodes.Boosted(self._words(query), query.boost)
            case asked.Phrase():
                return self._phrase(query.query_string)
            case asked.Fuzzy():
                return self._fuzzy(query)
        raise NotImplementedError(f"{type(query).__name__} cannot be searched for")

    @property
    def _fields(self) -> tuple[int, ...]:
        if not self.fields:
            return ()
        # No field is not the same as any field.
        return self.layout.numbers(self.fields) or (NO_FIELD,)

    def _words(self, query: Any) -> Node:
        return _joined(word_nodes(query.query_string, self._fields), query.operator)

    def _phrase(self, text: str) -> Node:
        words = tuple(stem(part) for token in first_tokens(text) for part in token.parts)
        if len(words) == 1:
            return nodes.Term(words[0], fields=self._fields)
        return nodes.Phrase(words[:MOST_TERMS], fields=self._fields) if words else nodes.Nothing()

    def _fuzzy(self, query: Any) -> Node:
        parts: list[Node] = [
            nodes.Similar(stem(token.joined), fields=self._fields)
            for token in first_tokens(query.query_string)
        ]
        return _joined(parts, query.operator)

    # --- Filters ---------------------------------------------------------------------------------
    def _process_match_none(self) -> Filter:
        return nodes.Never()

    def _connect_filters(self, filters: list[Filter], connector: str, negated: bool) -> Any:
        if not filters:
            return None
        parts = tuple(filters)
        found: Filter = nodes.Either(parts) if connector == "OR" else nodes.Both(parts)
        return nodes.Except(found) if negated else found

    def _process_lookup(self, field_path: Any, lookup: str, value: Any) -> Filter | None:
        path = "__".join(field.field_name for field in field_path)
        if isinstance(value, Query | Subquery):
            value = self._fetched(value)
            if lookup == "exact":
                value = value[0] if value else None
        return lookup_filter(path, lookup, value)

    def _fetched(self, value: Any) -> list[Any]:
        query = value.query if isinstance(value, Subquery) else value
        compiler = query.get_compiler(self.queryset._db or DEFAULT_DB_ALIAS)
        return [row[0] for chunk in compiler.execute_sql(MULTI) for row in chunk]


class AutocompleteQueryCompiler(QueryCompiler):
    """Beginnings of words in the autocomplete fields; each of them unless told otherwise."""

    def _words(self, query: Any) -> Node:
        parts = [self._beginning(token) for token in first_tokens(query.query_string)]
        return _joined(parts, query.operator)

    def _beginning(self, token: Token) -> Node:
        apart = nodes.AllOf(tuple(self._gram(part) for part in token.parts[:MOST_TERMS]))
        return nodes.AnyOf((self._gram(token.joined), apart), best=True)

    def _gram(self, beginning: str) -> Node:
        wanted = [name for name in self.layout.grams if not self.fields or name in self.fields]
        grams = tuple(nodes.Gram(beginning[:LONGEST_GRAM], name) for name in wanted)
        return nodes.AnyOf(grams, best=True)

    def check(self) -> None:
        # Autocomplete fields need not be search fields too, which is all that modelsearch looks at.
        fields, self.fields = self.fields, None
        super().check()
        self.fields = fields


def first_tokens(text: str) -> list[Token]:
    return list(islice(tokens(text), MOST_TERMS))


def word_nodes(text: str, fields: tuple[int, ...] = ()) -> list[Node]:
    """One node per word of a text: the word, or its parts side by side, or both in one."""
    return [_word_node(token, fields) for token in first_tokens(text)]


def _word_node(token: Token, fields: tuple[int, ...]) -> Node:
    joined = nodes.Term(stem(token.joined), fields=fields)
    if len(token.parts) == 1:
        return joined
    parts = tuple(stem(part) for part in token.parts[:MOST_TERMS])
    apart = nodes.Phrase(parts, fields=fields)
    if len(token.joined) > LONGEST_WORD:
        # The index does not have so long a word.
        return apart
    return joined if is_prefix_pair(token) else nodes.AnyOf((joined, apart), best=True)


def _joined(parts: list[Node], operator: str) -> Node:
    if not parts:
        return nodes.Nothing()
    if len(parts) == 1:
        return parts[0]
    return nodes.AnyOf(tuple(parts)) if operator == "or" else nodes.AllOf(tuple(parts))
