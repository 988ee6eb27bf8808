"""What is kept in memory has a bound, whatever is asked."""

import gc
import random
from pathlib import Path

from hub.search.engine import analysis, nodes
from hub.search.engine.asking import ask
from hub.search.engine.caching import ENTRY_BYTES
from hub.search.engine.reading import CACHE_BYTES, Index
from tests.search.engine.corpora import LAYOUT, build, document, write

WORDS = [f"{first}{second}" for first in "bcdfghklmn" for second in ("alpha", "eko", "ima", "otu")]
MOST_BYTES = 120_000


def random_document(key: str, chance: random.Random):
    return document(
        key, " ".join(chance.choices(WORDS, k=30)), kind=chance.choice(WORDS), size=chance.random()
    )


def test_many_questions_stay_within_the_bound(tmp_path):
    chance = random.Random(1)
    documents = [random_document(str(number), chance) for number in range(60)]
    folder = build(tmp_path / "index", documents)
    write(folder, {"new": random_document("new", chance)})
    index = Index(folder.path, LAYOUT, cache_bytes=MOST_BYTES)
    most = 0

    for _ in range(400):
        words = chance.sample(WORDS, 3)
        node = nodes.AnyOf(
            (
                nodes.AllOf((nodes.Term(words[0]), nodes.Term(words[1]))),
                nodes.Phrase(tuple(words)),
                nodes.Similar(words[2]),
                nodes.Term(f"unknown{chance.random()}"),
            )
        )
        answer = ask(index.searcher(), node, order=[nodes.Order("size")])
        answer.hits(0, 10)
        answer.counts("f.kind")
        most = max(most, index.searcher().cached_bytes)

    assert MOST_BYTES / 2 < most <= MOST_BYTES


def test_words_that_nothing_has_take_room_too(index_with):
    searcher = index_with(document("1", "alpha")).searcher()

    for number in range(50):
        searcher.term(f"unknown{number}")

    assert 50 * ENTRY_BYTES <= searcher.cached_bytes <= CACHE_BYTES


def test_what_was_kept_of_an_old_generation_goes_with_it(tmp_path):
    folder = build(tmp_path / "index", [document(str(at), "alpha bravo") for at in range(50)])
    index = Index(folder.path, LAYOUT)
    for word in WORDS:
        index.searcher().term(word)
    before = index.searcher().cached_bytes

    build(tmp_path / "index", [document("1", "alpha")])

    assert index.searcher().cached_bytes == 0 < before


def test_what_was_read_of_an_unchanged_part_is_kept(tmp_path):
    folder = build(tmp_path / "index", [document(str(at), "alpha bravo") for at in range(50)])
    index = Index(folder.path, LAYOUT)
    ask(index.searcher(), nodes.Term("alpha"))

    write(folder, {"new": document("new", "alpha")})

    assert index.searcher().cached_bytes > 0


def test_generations_come_and_go_without_leaving_files_open(tmp_path):
    folder = build(tmp_path / "index", [document("1", "alpha", kind="practice")])
    index = Index(folder.path, LAYOUT)

    def open_files() -> int:
        """Besides one for each segment."""
        ask(index.searcher(), nodes.Term("alpha")).counts("f.kind")
        gc.collect()
        return len(list(Path("/dev/fd").iterdir())) - len(index.searcher().segments)

    before = open_files()
    for number in range(6):
        write(folder, {"1": document("1", f"alpha {number}", kind="practice")})
        open_files()

    assert open_files() == before


def test_written_words_are_remembered_within_a_bound():
    remembered = analysis._remembered.cache_info().currsize

    for number in range(10):
        list(analysis.tokens(f"{'x' * analysis.LONGEST_WORD}{number}"))

    assert analysis._remembered.cache_info().currsize == remembered
