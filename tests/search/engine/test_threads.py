"""Many threads search while the index changes under them."""

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from hub.search.engine import nodes
from hub.search.engine.analysis import stem
from hub.search.engine.asking import ask
from hub.search.engine.reading import Index
from hub.search.engine.values import encode
from tests.search.engine.corpora import LAYOUT, build, document, write

COMMITS = 12
ALPHA = nodes.Term("alpha")
PRACTICES = {"kind": nodes.Exact("kind", (encode("practice"),))}


def thing(number: int):
    return document(str(number), "alpha bravo", kind="practice", size=number)


@contextmanager
def often_switching() -> Iterator[None]:
    """Threads take turns a thousand times as often as they usually do."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(usual / 1_000)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def test_searches_never_fail_and_are_never_older_than_the_last_commit(tmp_path):
    folder = build(tmp_path / "index", [thing(0)])
    index = Index(folder.path, LAYOUT)
    committed = 1
    is_done = threading.Event()

    def search() -> int:
        searches = 0
        while not is_done.is_set():
            least = committed
            answer = ask(index.searcher(), ALPHA, PRACTICES, [nodes.Order("size")])
            keys = [key for key, _ in answer.hits(0, None)]
            assert len(keys) >= least
            assert keys == [str(number) for number in range(len(keys))]
            assert answer.counts("f.kind") == {encode("practice"): len(keys)}
            assert ask(index.searcher(), nodes.Phrase(("alpha", "bravo"))).total >= least
            searches += 1
        return searches

    with ThreadPoolExecutor(2) as pool:
        searching = [pool.submit(search) for _ in range(2)]
        try:
            for number in range(1, COMMITS):
                if number % 4:
                    write(folder, {str(number): thing(number)})
                else:
                    build(folder.path, [thing(one) for one in range(number + 1)])
                committed = number + 1
        finally:
            is_done.set()

    assert all(done.result() > 0 for done in searching)


def test_threads_in_the_same_file_do_not_disturb_each_other(tmp_path):
    words = [f"{first}{second}" for first in "bcdfgh" for second in ("alpha", "eko", "ima", "otu")]
    documents = [document(word, f"{word} " * (at + 1)) for at, word in enumerate(words)]
    folder = build(tmp_path / "index", documents)
    # Nothing is kept, so that everything is read from the file each time.
    searcher = Index(folder.path, LAYOUT, cache_bytes=1).searcher()
    expected = {word: searcher.term(stem(word)).scores.tolist() for word in words}

    def read(chosen: list[str]) -> bool:
        return all(
            searcher.term(stem(word)).scores.tolist() == expected[word]
            and searcher.keys(searcher.term(stem(word)).ids.tolist()) == [word]
            for word in chosen * 5
        )

    with often_switching(), ThreadPoolExecutor(4) as pool:
        assert all(pool.map(read, [words[at::4] for at in range(4)]))
