"""The engine behind the search page: from words to the ids of pages, best first.

Everything else on the search page knows only rank(). It sees pages that the reader may not see:
whoever calls it passes what it returns through the gate.
"""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_

from django.db import connection
from modelsearch.query import Phrase, SearchQuery
from wagtail.models import Page

# Nobody reads further, and it keeps each question small.
MOST_HITS = 1000
SHORTEST_PREFIX = 4

# A group is a list of words or phrases that mean much the same: one of them is enough.
Group = Sequence[str]

# The database's own ranking joins each hit with the whole list of hits; at ten thousand pages that
# takes seconds. Asked directly the same index answers in milliseconds. A hit in the title counts
# most (the columns are autocomplete, body, title).
SQLITE = """
    SELECT CAST(entry.object_id AS INTEGER)
    FROM wagtailsearch_indexentry_fts AS words
    JOIN wagtailsearch_indexentry AS entry ON entry.id = words.rowid
    JOIN wagtailcore_page AS page
        ON page.id = entry.object_id AND page.content_type_id = entry.content_type_id
    WHERE wagtailsearch_indexentry_fts MATCH %s
    ORDER BY bm25(wagtailsearch_indexentry_fts, 0.0, 1.0, 8.0), entry.id
    LIMIT %s
"""


def rank(groups: Sequence[Group], *, every: bool = True) -> list[int]:
    """Ids of pages that have each of the groups – or, unless `every`, at least one of them."""
    if not groups:
        return []
    if connection.vendor == "sqlite":
        return _rank_in_sqlite(groups, every)
    return _rank_anywhere(groups, every)


def _rank_in_sqlite(groups: Sequence[Group], every: bool) -> list[int]:
    expression = (" AND " if every else " OR ").join(
        f"({' OR '.join(_quoted(phrase) for phrase in group)})" for group in groups
    )
    with connection.cursor() as cursor:
        cursor.execute(SQLITE, [f"{{body title}} : ({expression})", MOST_HITS])
        return [pk for (pk,) in cursor.fetchall()]


def _quoted(phrase: str) -> str:
    """A phrase as FTS5 wants it. Long words also find what begins with them: law, laws, lawful."""
    words = phrase.replace('"', " ")
    stem = words.removesuffix("s") if len(words) > SHORTEST_PREFIX else words
    is_prefix = " " not in words and len(stem) >= SHORTEST_PREFIX
    return f'"{stem}"*' if is_prefix else f'"{words}"'


def _rank_anywhere(groups: Sequence[Group], every: bool) -> list[int]:
    wanted: list[SearchQuery] = [reduce(or_, map(Phrase, group)) for group in groups]
    query = reduce(and_ if every else or_, wanted)
    return [page.pk for page in Page.objects.only("pk").search(query)[:MOST_HITS]]
