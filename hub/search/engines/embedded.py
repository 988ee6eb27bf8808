"""The embedded engine: one evaluation gives the hits, the total and all counts."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from modelsearch.backends import get_search_backend

from ..adapter.compiling import word_nodes
from ..engine import nodes
from ..engine.analysis import LONGEST_GRAM, stem, tokens
from ..engine.asking import Answer, ask, most_typos
from ..engine.fields import filter_field
from ..engine.nodes import Filter, Node, Order
from ..engine.searcher import Searcher
from ..engine.storage import Damaged
from ..engine.values import NONE, after_prefix, decode, encode
from ..facets import split_counts
from ..meanings import Alternative, Group
from ..models import SearchDocument
from .base import FEW, ORDERS, RELEVANCE, Engine, Found, Wanted, least

FACET = "facets__value"
# Measured on tests/search/judgments.toml: what lies in the place that the words name, and what has
# the words side by side, comes before what has them anywhere.
IN_PLACE = 4.0
SIDE_BY_SIDE = 0.5
APART = 0.7
APART_SYNONYM = 0.3
# What a crew can do tomorrow comes before what the law says about it, other things being equal.
PRACTICAL = ("practicepage", "casestudypage", "mentorsitepage", "guidelinepage", "libraryitempage")
WORTH_PRACTICAL = 2.0
LISTED = nodes.Exact("is_listed", (encode(True),))
# More than any sum of scores: what has all of the words comes before what has some.
COMPLETE = 1000.0
MOST_SUGGESTIONS = 8


class EmbeddedEngine(Engine):
    name = "embedded"

    def __init__(self, backend: Any = None, fallback: Engine | None = None) -> None:
        self.index = (backend or get_search_backend()).get_index_for_model(SearchDocument)
        self.fallback = fallback

    def _or_fallback(self, ask: Callable[[Searcher], Any], instead: Callable[[Engine], Any]) -> Any:
        try:
            return self.index.read(ask)
        except Damaged as error:
            if self.fallback is None:
                raise
            self.index.report(error)
            return instead(self.fallback)

    def audiences(self) -> list[str]:
        return self._or_fallback(
            lambda searcher: [
                str(decode(value)) for value in searcher.terms(filter_field("audience"))
            ],
            lambda engine: engine.audiences(),
        )

    def find(self, wanted: Wanted, *, with_counts: bool = True) -> Found:
        return self._or_fallback(
            lambda searcher: _find(searcher, wanted, with_counts),
            lambda engine: engine.find(wanted, with_counts=with_counts),
        )

    def complete(self, beginning: str, wanted: Wanted) -> list[int]:
        return self._or_fallback(
            lambda searcher: _complete(searcher, beginning, wanted),
            lambda engine: engine.complete(beginning, wanted),
        )

    def correct(self, word: str, wanted: Wanted, hidden: frozenset[str]) -> str:
        return self._or_fallback(
            lambda searcher: _correct(searcher, word, wanted, hidden),
            lambda engine: engine.correct(word, wanted, hidden),
        )


def _find(searcher: Searcher, wanted: Wanted, with_counts: bool) -> Found:
    filters = {**_filters(wanted), "listed": LISTED}
    order = [Order(ORDERS[wanted.sort], reverse=True)] if wanted.sort in ORDERS else []
    every = tuple(_group_node(group) for group in wanted.groups)
    answer = ask(searcher, _preferring(nodes.AllOf(every), wanted), filters, order)
    complete = answer.total
    if wanted.is_loose and complete < FEW and len(every) > 1:
        loose = nodes.Preferring(
            nodes.AtLeast(every, least(len(every))),
            (nodes.AllOf((nodes.AllOf(every), nodes.Worth(_anything(), COMPLETE))),),
        )
        answer = ask(searcher, _preferring(loose, wanted), filters, order)
    found = Found(answer.total, complete, is_partial=answer.is_partial)
    found.keys = [int(key) for key, _ in answer.hits(wanted.start, wanted.stop)]
    if with_counts:
        found.counts = _counts(answer, wanted)
    return found


def _counts(answer: Answer, wanted: Wanted) -> dict[str, dict[str, int]]:
    counts = _decoded(answer.counts(filter_field(FACET)))
    for name in wanted.chosen:
        # A facet that something is chosen from shows what its other values would add.
        counts[name] = _decoded(answer.counts(filter_field(FACET), name)).get(name, {})
    return counts


def _decoded(counts: dict[str, int]) -> dict[str, dict[str, int]]:
    return split_counts({str(decode(value)): count for value, count in counts.items()})


def _anything() -> Filter:
    return nodes.Except(nodes.Never())


def _filters(wanted: Wanted) -> dict[str, Filter]:
    """The chosen facets by name, and under no name whether the reader may see it now."""
    at = encode(wanted.at or timezone.now())
    seen: list[Filter] = [
        nodes.Exact("audience", tuple(encode(one) for one in wanted.audiences)),
        nodes.Either(
            (nodes.Exact("visible_from", (NONE,)), nodes.Between("visible_from", "d", at))
        ),
        nodes.Either(
            (
                nodes.Exact("visible_until", (NONE,)),
                nodes.Between("visible_until", at, after_prefix("d"), with_low=False),
            )
        ),
    ]
    if wanted.left_out:
        kinds = tuple(encode(kind) for kind in wanted.left_out)
        seen.append(nodes.Except(nodes.Exact("kind", kinds)))
    if wanted.published_after:
        after = encode(wanted.published_after)
        seen.append(nodes.Between("published_at", after, after_prefix("d"), with_low=False))
    filters: dict[str, Filter] = {"": nodes.Both(tuple(seen))}
    for name, values in wanted.chosen.items():
        filters[name] = nodes.Exact(FACET, tuple(encode(f"{name}:{one}") for one in values))
    return filters


def _group_node(group: Group) -> Node:
    parts = tuple(_alternative_node(one) for one in group)
    return parts[0] if len(parts) == 1 else nodes.AnyOf(parts, best=True)


def _alternative_node(one: Alternative) -> Node:
    words = word_nodes(one.text)
    if not words:
        return nodes.Nothing()
    node: Node = words[0]
    if len(words) > 1:
        phrase = nodes.Phrase(tuple(stem(part) for part in _parts(one.text)))
        # Its words apart are worth something too, least for what only means the same.
        apart = APART if one.weight == 1.0 else APART_SYNONYM
        node = nodes.AnyOf((phrase, nodes.Boosted(nodes.AllOf(tuple(words)), apart)), best=True)
    return node if one.weight == 1.0 else nodes.Boosted(node, one.weight)


def _parts(text: str) -> list[str]:
    return [part for token in tokens(text) for part in token.parts]


def _preferring(node: Node, wanted: Wanted) -> Node:
    better: list[Node] = []
    typed = [group[0].text for group in wanted.groups]
    if len(typed) > 1:
        phrase = tuple(stem(part) for text in typed for part in _parts(text))
        better.append(nodes.Boosted(nodes.Phrase(phrase), SIDE_BY_SIDE))
    if wanted.places:
        values = tuple(encode(f"place:{slug}") for slug in wanted.places)
        better.append(nodes.Worth(nodes.Exact(FACET, values), IN_PLACE))
    kinds = tuple(encode(kind) for kind in PRACTICAL)
    better.append(nodes.Worth(nodes.Exact("kind", kinds), WORTH_PRACTICAL))
    return nodes.Preferring(node, tuple(better)) if wanted.sort == RELEVANCE else node


def _complete(searcher: Searcher, beginning: str, wanted: Wanted) -> list[int]:
    parts = _parts(beginning)
    if not parts:
        return []
    grams: list[Node] = [nodes.Gram(part[:LONGEST_GRAM], "title") for part in parts]
    answer = ask(searcher, nodes.AllOf(tuple(grams)), _filters(wanted))
    return [int(key) for key, _ in answer.hits(0, MOST_SUGGESTIONS)]


def _correct(searcher: Searcher, word: str, wanted: Wanted, hidden: frozenset[str]) -> str:
    seen = _filters(wanted)
    if _is_seen(searcher, word, seen):
        return word
    distance = most_typos(word)
    for candidate in searcher.similar(word, distance, "words") if distance else ():
        if candidate not in hidden and _is_seen(searcher, candidate, seen, exactly=True):
            return candidate
    return ""


def _is_seen(
    searcher: Searcher, word: str, seen: dict[str, Filter], *, exactly: bool = False
) -> bool:
    """Whether something that the reader may see has the word, or one with the same stem."""
    answer = ask(searcher, nodes.Everything() if exactly else nodes.Term(stem(word)), seen)
    if not exactly:
        return answer.total > 0
    return bool(answer.mask[searcher.whole("words", word)].any())
