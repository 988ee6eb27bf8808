import time

from hypothesis import given, settings
from hypothesis import strategies as st

from forums.rendering.diffs import Piece, diff_words

WORDS = st.text(alphabet="ab \n", max_size=60)


def test_changed_words_stand_between_those_that_stayed():
    pieces = diff_words("We call within 72 hours.", "We call or text within 24 hours.")

    assert pieces == [
        Piece("same", "We call "),
        Piece("added", "or text "),
        Piece("same", "within "),
        Piece("removed", "72"),
        Piece("added", "24"),
        Piece("same", " hours."),
    ]


@settings(deadline=None)
@given(WORDS, WORDS)
def test_the_pieces_hold_both_versions_whole(before, after):
    pieces = diff_words(before, after)

    assert "".join(p.text for p in pieces if p.kind != "added") == before
    assert "".join(p.text for p in pieces if p.kind != "removed") == after


def test_a_rewritten_text_costs_no_more_than_the_bound():
    before = " ".join(f"a{n} x" for n in range(4000))
    after = " ".join(f"a{n} y" for n in range(4000))
    begun = time.process_time()

    pieces = diff_words(before, after)

    assert [piece.kind for piece in pieces] == ["same", "removed", "added"]
    assert time.process_time() - begun < 5
