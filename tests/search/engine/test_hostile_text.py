"""Nothing that anybody types makes the engine fail or keeps it busy."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.search.adapter.compiling import MOST_TERMS, first_tokens, word_nodes
from hub.search.engine import nodes, weighing
from hub.search.engine.analysis import grams, stem
from hub.search.engine.asking import ask
from hub.search.engine.nodes import Node
from hub.search.engine.reading import Index
from tests.search.engine.corpora import document, found, index_of

# An honest search takes a millisecond; one that somebody thought up may take a few.
LONGEST_SECONDS = 0.25

HOSTILE = {
    "an unbalanced quotation mark": '"crisis response',
    "nothing but quotation marks": '"' * 500,
    "a NUL": "crisis\x00response",
    "five thousand words": " ".join(f"word{number}" for number in range(5_000)),
    "one word five thousand times": "crisis " * 5_000,
    "a wildcard": "w*",
    "only wildcards": "* ? ** ?*",
    "a regular expression": "(a+)+$ [^x]{1,99}",
    "a query language": "title:crisis^4 AND NOT (police OR [a TO z]) ~2 +must -not",
    "SQL": "'; DROP TABLE wagtailcore_page; --",
    "emoji": "🚓 crisis 👩🏽‍⚕️🏳️‍🌈",
    "right to left": "\u202eشرطة الأزمات\u202c פסיכיאטריה crisis",
    "combining marks without end": "e" + "\u0301" * 10_000,
    "one very long word": "x" * 100_000,
    "a very long word of many parts": "ab-" * 30_000,
    "digits without end": "1 " * 20_000,
    "prefixes without end": "co " * 20_000,
    "letters and dots": "a." * 30_000,
    "apostrophes": "''''’’’’ o''''brien 's 's's",
    "only punctuation": "!?… --- /// &&& ... “”«»",
    "only spaces": " \t\n\u00a0\u2028\u3000",
    "nothing": "",
    "letters beyond the first plane": "𝓬𝓻𝓲𝓼𝓲𝓼 𝟡𝟠𝟠",
    "half a character": "crisis \ud800 response",
    "one letter that becomes many": "ﷺ" * 2_000,
}


@pytest.fixture(scope="module")
def index(tmp_path_factory) -> Index:
    index = index_of(
        tmp_path_factory.mktemp("hostile") / "index",
        *(
            document(str(number), f"crisis response word{number} co-responder 988", "Crisis teams")
            for number in range(200)
        ),
    )
    ask(index.searcher(), nodes.Term("warm"))
    return index


def every_question(text: str) -> list[Node]:
    """Whatever the adapter makes of a text: words, a phrase, beginnings, and spelling."""
    words = [part for token in first_tokens(text) for part in token.parts]
    return [
        nodes.AllOf(tuple(word_nodes(text))),
        nodes.AnyOf(tuple(word_nodes(text, (0,)))),
        nodes.Phrase(tuple(stem(word) for word in words[:MOST_TERMS])),
        *(nodes.Gram(word, "title") for word in words[:MOST_TERMS]),
        *(nodes.Similar(stem(word)) for word in words[:MOST_TERMS]),
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_answered_at_once(index, text):
    before = time.process_time()

    for node in every_question(text):
        ask(index.searcher(), node).hits(0, 20)

    assert time.process_time() - before < LONGEST_SECONDS


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_can_be_indexed(tmp_path, text):
    index = index_of(tmp_path / "index", document("1", text, text[:300], kind=text))

    assert ask(index.searcher(), nodes.Everything()).total == 1
    assert all(len(gram) <= 15 for gram in grams(text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered(index, text):
    for node in every_question(text):
        ask(index.searcher(), node).hits(0, 20)


def test_only_punctuation_finds_nothing():
    for name in ("only punctuation", "only spaces", "nothing", "nothing but quotation marks"):
        assert word_nodes(HOSTILE[name]) == []


def test_only_the_first_words_count():
    assert len(word_nodes(HOSTILE["five thousand words"])) == MOST_TERMS


def test_words_behind_the_last_place_that_can_be_counted_are_found_too(tmp_path, monkeypatch):
    monkeypatch.setattr(weighing, "LAST_PLACE", 50)

    index = index_of(tmp_path / "index", document("1", "filler " * 100 + "needle"))

    assert found(index, nodes.Term(stem("needle"))) == ["1"]
