"""While the index cannot be trusted: modelsearch's plain database search in its place."""

from typing import Any

from modelsearch import query as asked
from modelsearch.backends.database.fallback import DatabaseSearchBackend

from .compiling import QueryCompiler, first_tokens


def database_results(compiler: QueryCompiler) -> Any:
    """What the database finds for the query of `compiler`: all conditions hold, none is ranked."""
    return DatabaseSearchBackend({}).search(
        plain(compiler.query),
        compiler.queryset,
        fields=compiler.fields,
        order_by_relevance=compiler.order_by_relevance,
    )


def plain(query: asked.SearchQuery) -> asked.SearchQuery:
    """The query in what every database understands; its first words, as in the index."""
    match query:
        case asked.And() | asked.Or():
            return type(query)([plain(part) for part in query.subqueries])
        case asked.Not():
            return asked.Not(plain(query.subquery))
        case asked.Boost():
            return plain(query.subquery)
        case asked.PlainText() | asked.Fuzzy():
            return _words(query)
        case asked.Phrase():
            return _phrase(query.query_string)
    return query


def _words(query: Any) -> asked.SearchQuery:
    text = query.query_string
    words = [text[token.start : token.end] for token in first_tokens(text)]
    if not words:
        return asked.MATCH_NONE
    return asked.PlainText(" ".join(words), operator=query.operator)


def _phrase(text: str) -> asked.SearchQuery:
    words = first_tokens(text)
    if not words:
        return asked.MATCH_NONE
    # No database takes a NUL; what stands between the words has to be there as it was typed.
    return asked.Phrase(text[words[0].start : words[-1].end].replace("\x00", " "))
