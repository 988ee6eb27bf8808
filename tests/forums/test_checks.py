"""What the checks find in a text, and what they leave alone."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.checks import KINDS, Level, WatchedPattern, check_text, mask
from tests.forums.writing_samples import ALSO_CAUGHT, CAUGHT, EVERYDAY, IN_DANGER, SAFE_AUTHORS

STOPPING = {"ssn", "date_of_birth", "record_number"}
LONGEST = 20_000
MOST_SECONDS = 2.5
HOSTILE = [
    "case number ", "1", "1-", "a@", "a.", "@a ", "John ", "the client John ", "I ", "I want to ",
    "10/3/2026 him ", "555-555-0134 ", "12 A St ", "12 Aa ", "A a ", "mrn ", "DOB ", "he took ",
    "nobody home ", "video of ", "facebook ", "1.11111,", "he said ", "The The ", "'s ",
    "plate A1 ", "i i'm ", "he a a a a ", "my gun ", "SSN is ", "_", "*", " ", "\n", "0123456789-",
    "last night in Denver he died ", "the client's a ", "a at a dot ", "the Aa Aa ",
]  # fmt: skip


def kinds(text: str, **options) -> set[str]:
    return {one.kind for one in check_text(text, **options)}


@pytest.mark.parametrize(("text", "kind"), CAUGHT)
def test_what_could_identify_somebody_is_found(text, kind):
    found = [one for one in check_text(text) if one.kind == kind]

    assert found
    assert all(one.level == (Level.STOP if kind in STOPPING else Level.WARN) for one in found)


@pytest.mark.parametrize("text", ALSO_CAUGHT)
def test_what_others_would_write_is_found_too(text):
    assert check_text(text)


@pytest.mark.parametrize("text", IN_DANGER)
def test_an_author_in_danger_is_heard(text):
    (first, *_) = [one for one in check_text(text) if one.kind == "crisis"]

    assert first.level == Level.CRISIS
    assert "988" in first.advice


@pytest.mark.parametrize("text", SAFE_AUTHORS)
def test_words_about_others_are_no_call_for_help(text):
    assert "crisis" not in kinds(text)


def test_everyday_practice_is_left_alone():
    warned = [text for text in EVERYDAY if check_text(text)]
    stopped = [text for text in warned if any(f.level == Level.STOP for f in check_text(text))]

    assert len(warned) <= 0.05 * len(EVERYDAY), warned
    assert len(stopped) <= 0.01 * len(EVERYDAY), stopped


def test_the_authors_own_numbers_are_theirs_to_give():
    text = "The client can reach me at 555-555-0134 or me@example.org."

    assert kinds(text) == {"phone", "email"}
    assert kinds(text, own=["+1 (555) 555-0134", "Me@example.org"]) == set()


def test_words_of_substance_use_add_what_the_law_says():
    (found,) = check_text("Her sister asked for detox, phone 555-555-0134.")

    assert found.kind == "phone"
    assert "42 CFR Part 2" in found.advice


def test_a_mask_writes_general_words_and_leaves_the_rest():
    text = "On 10/3/2026 we met him at 412 Sample Street; he is 93 years old, cell 555-555-0134."

    masked = mask(text, check_text(text))

    assert masked == (
        "in early October we met him at a street nearby; he is 90-plus years old, "
        "cell a phone number."
    )


def test_what_is_masked_is_found_no_more():
    for text, kind in CAUGHT:
        masked = mask(text, check_text(text))
        if masked != text and kind in STOPPING:
            assert not STOPPING & kinds(masked), masked


def test_spans_point_into_the_text_as_it_was_given():
    text = "“He” – case\u00a0number is **12‑3456**…"

    (found,) = [one for one in check_text(text) if one.kind == "record_number"]

    assert text[found.start : found.end] == "12‑3456"


def test_watched_words_are_shown_to_moderators_and_are_no_patterns():
    found = check_text(
        "Buy cheap   pills now", watched=[WatchedPattern("cheap pill*"), WatchedPattern("(a+)+$")]
    )

    assert [(one.kind, one.level) for one in found] == [("watched", Level.WATCH)]


def test_the_log_never_holds_the_words():
    (found,) = check_text("MRN: 00451278")

    assert found.as_log() == {"kind": "record_number", "level": "stop"}


PARTS = st.sampled_from([*HOSTILE, *(text for text, _ in CAUGHT)])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(PARTS, st.text(max_size=12)),
        max_size=15,
    )
)
def test_findings_lie_within_the_text_and_apart(parts):
    text = "".join(parts)
    found = [f for f in check_text(text) if f.level in (Level.STOP, Level.WARN)]

    assert all(0 <= one.start < one.end <= len(text) and one.kind in KINDS for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    mask(text, found)


@pytest.mark.parametrize("part", HOSTILE)
def test_no_text_keeps_the_processor_long(part):
    text = (part * LONGEST)[:LONGEST]
    begun = time.process_time()

    check_text(text, watched=[WatchedPattern("a* b*")] * 20)

    assert time.process_time() - begun < MOST_SECONDS
