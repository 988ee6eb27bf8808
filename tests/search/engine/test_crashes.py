"""kill -9 at any moment loses nothing that was committed, and search goes on."""

import multiprocessing
import random
from multiprocessing.connection import Connection

from hub.search.engine import nodes
from hub.search.engine.asking import ask
from hub.search.engine.manifests import MANIFEST, read_manifest
from hub.search.engine.reading import Index
from hub.search.engine.storage import Folder
from tests.search.engine.corpora import LAYOUT, build, document, found, write

# The bench kills more often.
KILLS = 10
# Long enough for a commit or two.
LONGEST_LIFE_SECONDS = 0.2
ALPHA = nodes.Term("alpha")
fork = multiprocessing.get_context("fork")


def commit_for_ever(folder: Folder, first: int, committed: Connection) -> None:
    """Adds a document and takes one away in each commit, and says which when it is done."""
    number = first
    while True:
        write(folder, {f"{number}": document(f"{number}", "alpha"), f"{number - 3}": None})
        committed.send(number)
        number += 1


def committed_before_it_was_killed(folder: Folder, first: int, seconds: float) -> list[int]:
    reader, writer = fork.Pipe(duplex=False)
    process = fork.Process(target=commit_for_ever, args=(folder, first, writer))
    process.start()
    writer.close()
    process.join(timeout=seconds)
    process.kill()
    process.join()
    numbers = []
    try:
        while True:
            numbers.append(reader.recv())
    except EOFError:
        return numbers


def test_what_was_committed_before_a_kill_is_found_after_it(tmp_path):
    chance = random.Random()
    folder = build(tmp_path / "index", [document(f"{-number}", "alpha") for number in (1, 2, 3)])
    open_one = Index(folder.path, LAYOUT)
    last = 0

    for _ in range(KILLS):
        seconds = chance.uniform(0.0, LONGEST_LIFE_SECONDS)
        numbers = committed_before_it_was_killed(folder, last, seconds)
        last = numbers[-1] + 1 if numbers else last
        wanted = {f"{number}" for number in (last - 1, last - 2, last - 3)}

        for index in (open_one, Index(folder.path, LAYOUT)):
            keys = set(found(index, ALPHA))
            # The commit that was killed may have been finished already, but not said so.
            assert wanted <= keys | {f"{last - 3}"}
            assert keys <= wanted | {f"{last}"}

    write(folder, {"after": document("after", "alpha")})
    assert "after" in found(open_one, ALPHA)
    assert {path.name for path in folder.current().iterdir()} == {
        MANIFEST,
        *read_manifest(folder.current()).files,
    }
    assert last > 0


def test_a_forked_process_reads_through_files_of_its_own(tmp_path):
    """Two processes that share a file handle would read from each other's places in the file."""
    from hub.search.engine.reading import open_index

    folder = build(tmp_path / "index", [document("1", "alpha")])
    mine = open_index(folder.path, LAYOUT)
    mine.searcher()
    reader, writer = fork.Pipe(duplex=False)

    def say() -> None:
        theirs = open_index(folder.path, LAYOUT)
        writer.send((theirs is mine, ask(theirs.searcher(), ALPHA).total))

    process = fork.Process(target=say)
    process.start()

    assert reader.recv() == (False, 1)
    process.join()
    assert open_index(folder.path, LAYOUT) is mine
