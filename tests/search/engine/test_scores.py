"""Our reader finds, counts and ranks what Whoosh's own searcher does, only faster."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as whoosh_query
from whoosh.index import open_dir
from whoosh.scoring import BM25F

from hub.search.engine import nodes
from hub.search.engine.analysis import stem
from hub.search.engine.asking import ask
from hub.search.engine.layout import Document
from hub.search.engine.nodes import Node
from hub.search.engine.reading import Index
from hub.search.engine.searcher import K1, B
from tests.search.engine.corpora import LAYOUT, build, document, found, index_of, write

# Stems are the words themselves, and no two of them are one word.
WORDS = "alpha bravo delta echo golf hotel kilo lima".split()
NEAR = 1e-4

some_words = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
boosts = st.sampled_from([0.5, 1.0, 2.5, 6.0])


@st.composite
def documents(draw: Any, key: str) -> Document:
    made = document(key)
    made.texts = draw(
        st.lists(st.tuples(st.sampled_from(LAYOUT.texts), some_words, boosts), max_size=4)
    )
    return made


@dataclass
class Corpus:
    """What is built at first, and what is changed after it in one commit each."""

    first: list[Document]
    commits: list[dict[str, Document | None]]

    @property
    def alive(self) -> dict[str, Document]:
        every: dict[str, Document | None] = {one.key: one for one in self.first}
        every = reduce(lambda before, commit: before | commit, self.commits, every)
        return {key: one for key, one in every.items() if one}


@st.composite
def corpora(draw: Any) -> Corpus:
    keys = [str(number) for number in range(draw(st.integers(1, 12)))]
    first = [draw(documents(key)) for key in keys]
    commits = []
    for _ in range(draw(st.integers(0, 3))):
        chosen = draw(st.lists(st.sampled_from([*keys, "new"]), max_size=4, unique=True))
        commits.append({key: draw(st.none() | documents(key)) for key in chosen})
    return Corpus(first, commits)


questions = st.recursive(
    st.builds(nodes.Term, st.sampled_from([*WORDS, "unknown"]), boosts),
    lambda parts: st.builds(
        lambda kind, several: kind(tuple(several)),
        st.sampled_from([nodes.AllOf, nodes.AnyOf]),
        st.lists(parts, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@contextmanager
def written(corpus: Corpus) -> Iterator[Index]:
    with tempfile.TemporaryDirectory() as path:
        folder = build(Path(path) / "index", corpus.first)
        for commit in corpus.commits:
            write(folder, commit)
        yield Index(folder.path, LAYOUT)


def for_whoosh(node: Node) -> Any:
    match node:
        case nodes.Term(text, boost):
            return whoosh_query.Term("text", text, boost=boost)
        case nodes.AllOf(parts):
            return whoosh_query.And([for_whoosh(part) for part in parts])
        case nodes.AnyOf(parts):
            return whoosh_query.Or([for_whoosh(part) for part in parts])
    raise TypeError(node)


def whoosh_scores(index: Index, node: Node) -> dict[int, float]:
    with open_dir(str(index.folder.current())).searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        results = searcher.search(for_whoosh(node), limit=None)
        return {hit.docnum: hit.score for hit in results}


@settings(max_examples=40, deadline=None)
@given(corpora(), st.lists(questions, min_size=1, max_size=8))
def test_hits_totals_scores_and_ranks_are_those_of_whoosh(corpus, asked):
    with written(corpus) as index:
        for node in asked:
            answer = ask(index.searcher(), node)
            theirs = whoosh_scores(index, node)

            ours = {int(at): float(answer.scores[at]) for at in np.flatnonzero(answer.mask)}
            assert ours == pytest.approx(theirs, rel=NEAR)
            assert answer.total == len(theirs)
            ranked = [score for _, score in answer.hits(0, None)]
            assert ranked == sorted(ranked, reverse=True)
            assert ranked == pytest.approx(sorted(theirs.values(), reverse=True), rel=NEAR)


def has_phrase(one: Document, words: tuple[str, ...], fields: tuple[int, ...]) -> bool:
    for name, text, _ in one.texts:
        if not fields or LAYOUT.texts.index(name) in fields:
            written = text.split()
            for at in range(len(written)):
                if tuple(written[at : at + len(words)]) == words:
                    return True
    return False


@settings(max_examples=25, deadline=None)
@given(
    corpora(),
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS[:4]), min_size=1, max_size=4).map(tuple),
            st.sampled_from([(), (0,), (1,), (0, 1)]),
        ),
        min_size=1,
        max_size=8,
    ),
)
def test_a_phrase_is_found_where_its_words_stand_side_by_side(corpus, asked):
    with written(corpus) as index:
        for words, fields in asked:
            keys = found(index, nodes.Phrase(words, fields=fields))

            assert sorted(keys) == sorted(
                key for key, one in corpus.alive.items() if has_phrase(one, words, fields)
            )


@settings(max_examples=12, deadline=None)
@given(corpora(), st.sampled_from(WORDS), st.sampled_from([(0,), (1,)]))
def test_a_word_is_found_only_in_the_fields_asked_for(corpus, word, fields):
    with written(corpus) as index:
        keys = found(index, nodes.Term(word, fields=fields))

        assert sorted(keys) == sorted(
            key for key, one in corpus.alive.items() if has_phrase(one, (word,), fields)
        )


def test_pages_of_hits_join_without_a_gap(tmp_path):
    index = index_of(tmp_path, *(document(str(at), "alpha " * (at % 7)) for at in range(40)))
    answer = ask(index.searcher(), nodes.Term("alpha"))

    pages = [answer.hits(start, start + 6) for start in range(0, 42, 6)]

    assert [hit for page in pages for hit in page] == answer.hits(0, None)


def test_a_phrase_does_not_run_from_one_text_into_the_next(index_with):
    one = document("1")
    one.texts = [("text", "speaks of mental-health", 1.0), ("text", "courts and more", 1.0)]
    index = index_with(one)

    assert found(index, nodes.Phrase((stem("mental"), stem("health")))) == ["1"]
    assert found(index, nodes.Phrase((stem("health"), stem("courts")))) == []


def test_what_only_some_parts_of_a_question_find_is_worth_nothing_for_the_others(index_with):
    index = index_with(document("both", "alpha bravo delta"), document("half", "alpha delta echo"))
    pair = nodes.AllOf((nodes.Term("alpha"), nodes.Term("bravo")))

    scores = dict(ask(index.searcher(), nodes.AnyOf((pair, nodes.Term("delta")))).hits(0, None))
    alone = dict(ask(index.searcher(), nodes.Term("delta")).hits(0, None))

    assert scores["half"] == pytest.approx(alone["half"])
    assert scores["both"] > alone["both"]


def test_what_has_all_of_the_words_comes_before_what_has_some(index_with):
    index = index_with(
        document("all", "alpha bravo " + "filler " * 50), document("some", "alpha alpha alpha")
    )
    every = (nodes.Term("alpha"), nodes.Term("bravo"))
    bonus = nodes.AllOf(
        (nodes.AllOf(every), nodes.Worth(nodes.Except(nodes.Never()), 1_000.0)),
    )

    node = nodes.Preferring(nodes.AtLeast(every, 1), (bonus,))

    assert found(index, node) == ["all", "some"]
    assert dict(ask(index.searcher(), node).hits(0, None))["some"] < 1_000.0


def test_the_best_of_several_names_for_one_thing_counts(index_with):
    index = index_with(document("1", "alpha bravo"))
    both = (nodes.Term("alpha", boost=2.0), nodes.Term("bravo"))

    best = ask(index.searcher(), nodes.AnyOf(both, best=True)).hits(0, 1)

    assert best == ask(index.searcher(), both[0]).hits(0, 1)


def test_a_misspelled_word_finds_the_commonest_of_its_nearest_neighbors_first(index_with):
    index = index_with(
        document("1", "planks planes plants"),
        document("2", "planes plants"),
        document("3", "plants plains"),
    )

    assert index.searcher().similar("planxs", 2, "words") == [
        "plants",
        "planes",
        "planks",
        "plains",
    ]


def test_the_first_letter_of_a_misspelled_word_is_right(index_with):
    index = index_with(document("1", "responder"))

    assert found(index, nodes.Similar(stem("respomder"))) == ["1"]
    assert found(index, nodes.Similar(stem("xesponder"))) == []


def test_of_two_documents_with_the_same_key_the_later_one_counts(index_with):
    index = index_with(document("1", "alpha"), document("1", "bravo"), document("2", "alpha"))

    assert found(index, nodes.Term("alpha")) == ["2"]
    assert found(index, nodes.Term("bravo")) == ["1"]


def test_an_empty_index_answers(index_with):
    index = index_with()
    node = nodes.AnyOf((nodes.Term("alpha"), nodes.Phrase(("a", "b")), nodes.Similar("alphas")))

    answer = ask(index.searcher(), node, order=[nodes.Order("size")])

    assert (answer.total, answer.hits(0, 10), answer.counts("f.kind")) == (0, [], {})
