"""Words that mean the same to a reader are the same to the index, however they are written."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.search.adapter.compiling import first_tokens, word_nodes
from hub.search.engine import nodes
from hub.search.engine.analysis import (
    LONGEST_WORD,
    MOST_PARTS,
    fold,
    grams,
    is_prefix_pair,
    stem,
    tokens,
)
from hub.search.engine.reading import Index
from tests.search.engine.corpora import document, found


def finds(index: Index, typed: str) -> list[str]:
    return found(index, nodes.AllOf(tuple(word_nodes(typed))))


@pytest.mark.parametrize(
    "spellings",
    [
        [
            "co-responder",
            "co responder",
            "coresponder",
            "Co-Responders",
            "CORESPONDER",
            "co‑responder",
        ],
        ["9-8-8", "9 8 8", "988"],
        ["follow up", "follow-up", "followup", "Follow-Ups"],
        ["re-entry", "reentry", "re entry"],
        ["SB403", "SB 403", "sb-403"],
        ["U.S.", "US", "u.s"],
        ["officer's", "officer’s", "officers", "Officer"],
        ["don't", "don’t", "dont"],
        ["O'Brien", "OBrien", "o’brien"],
        ["agencies", "agency"],
        ["trainings", "training"],
        ["café", "cafe", "CAFÉ", "cafe\u0301"],
        ["Peña", "Pena", "Pen\u0303a"],
        ["ﬁrst", "first"],
        ["straße", "strasse"],
    ],
)
def test_every_spelling_finds_every_other(index_with, spellings):
    index = index_with(*(document(one, f"about {one} here") for one in spellings))

    for typed in spellings:
        assert sorted(finds(index, typed)) == sorted(spellings), typed


@pytest.mark.parametrize("written", ["mental-health", "mental health", "mental/health"])
def test_words_joined_by_a_hyphen_find_the_words_side_by_side(index_with, written):
    index = index_with(document("1", written), document("2", "health is mental"))

    assert finds(index, "mental-health") == ["1"]


def test_what_leads_a_longer_word_is_found_alone(index_with):
    index = index_with(document("1", "a co-responder-led team"), document("2", "led by nobody"))

    assert finds(index, "co-responder") == ["1"]
    assert finds(index, "coresponder led") == ["1"]
    assert finds(index, "co-responder-led") == ["1"]


def test_to_follow_guidelines_is_two_words(index_with):
    index = index_with(document("1", "guidelines that teams follow"))

    assert finds(index, "follow guidelines") == ["1"]


def test_a_prefix_without_anything_behind_it_is_a_word(index_with):
    index = index_with(document("1", "offices in CO"), document("2", "follow us"))

    assert finds(index, "co") == ["1"]
    assert finds(index, "follow") == ["2"]


def test_words_keep_their_place_in_the_text():
    text = "A co-responder-led team, e\u0301tc: 9 8 8, O’Brien’s follow up"

    assert [text[token.start : token.end] for token in tokens(text)] == [
        "A",
        "co-responder",
        "led",
        "team",
        "e\u0301tc",
        "9 8 8",
        "O’Brien’s",
        "follow up",
    ]


def test_the_beginnings_of_joined_words_suggest_too():
    assert {"co", "cores", "resp", "responder"} <= grams("Co-Responder")
    assert {"9", "98", "988"} <= grams("9-8-8")


def test_keys_and_addresses_that_nobody_types_are_left_out():
    assert [token.parts for token in tokens(f"see {'x' * (LONGEST_WORD + 1)} there")] == [
        ("see",),
        ("there",),
    ]


@pytest.mark.parametrize("joiner", ["-", " ", "."])
def test_a_long_row_of_digits_is_found_by_a_part_of_it(index_with, joiner):
    row = joiner.join("1234567890" * 12)
    index = index_with(document("1", row))

    assert finds(index, row) == ["1"]
    assert max(len(token.parts) for token in tokens(row)) <= MOST_PARTS


def test_a_joined_word_that_is_too_long_for_the_index_is_found_by_its_parts(index_with):
    word = f"co-{'x' * LONGEST_WORD}"
    index = index_with(document("1", word))

    assert finds(index, word) == ["1"]


@given(st.text())
def test_any_text_has_tokens_in_order_inside_of_it(text):
    end = 0
    for token in tokens(text):
        assert token.parts
        assert all(0 < len(part) <= LONGEST_WORD and part == fold(part) for part in token.parts)
        assert end <= token.start < token.end <= len(text)
        end = token.end


@given(st.text(alphabet=string.ascii_letters + "-' .9éÉñ\u0301", max_size=40))
def test_a_text_always_finds_itself(text):
    """Whatever is typed asks only for terms that the same text has in the index."""
    has = set()
    for token in tokens(text):
        has |= {stem(part) for part in token.parts} | {stem(token.joined)}

    for token in first_tokens(text):
        wanted = [token.joined] if is_prefix_pair(token) else token.parts
        assert {stem(word) for word in wanted} <= has


@given(st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=30))
def test_a_stem_is_never_longer_than_its_word_and_a_letter(word):
    assert 0 < len(stem(word)) <= len(word) + 1
