"""A commit is seen whole or not at all, and one process at a time writes."""

import multiprocessing
import random
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from hub.search.engine import nodes, reading, writing
from hub.search.engine.layout import Layout
from hub.search.engine.manifests import MANIFEST, read_manifest
from hub.search.engine.reading import Index
from hub.search.engine.storage import Busy, Damaged, Folder
from hub.search.engine.writing import Rebuild, update
from tests.search.engine.corpora import LAYOUT, build, document, found, write

ALPHA = nodes.Term("alpha")
fork = multiprocessing.get_context("fork")


class Killed(BaseException):
    """Stands for the end of the process: nothing handles it."""


@pytest.fixture
def folder(tmp_path) -> Folder:
    return build(tmp_path / "index", [document("1", "alpha"), document("2", "bravo")])


@contextmanager
def killed_at(monkeypatch: pytest.MonkeyPatch, place: str, target: Any = writing) -> Iterator[None]:
    """What happens inside ends where `place` would be called."""

    def end(*args: Any, **kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(target, place, end)
        with pytest.raises(Killed):
            yield


def test_documents_are_added_changed_and_deleted_in_one_commit(folder):
    index = Index(folder.path, LAYOUT)
    before = index.searcher().generation

    write(folder, {"1": document("1", "delta"), "2": None, "3": document("3", "alpha")})

    assert found(index, ALPHA) == ["3"]
    assert sorted(found(index, nodes.Everything())) == ["1", "3"]
    assert index.searcher().generation == before + 1


def test_writing_the_same_twice_changes_nothing(folder):
    index = Index(folder.path, LAYOUT)
    changes = {"1": document("1", "alpha alpha"), "2": None}

    for _ in range(2):
        write(folder, changes)

    assert found(index, nodes.Everything()) == ["1"]
    assert index.searcher().count == read_manifest(folder.current()).documents == 1


def test_deleting_what_is_not_there_is_no_mistake(folder):
    write(folder, {"unknown": None})

    assert sorted(found(Index(folder.path, LAYOUT), nodes.Everything())) == ["1", "2"]


def test_many_commits_leave_few_files(folder):
    for number in range(12):
        write(folder, {str(number): document(str(number), "alpha")})

    names = {path.name for path in folder.current().iterdir()}
    assert names == {MANIFEST, *read_manifest(folder.current()).files}
    assert len(names) < 12
    assert len(found(Index(folder.path, LAYOUT), ALPHA)) == 12


def test_nobody_else_can_look_into_the_folder(folder):
    folder.path.chmod(0o755)

    build(folder.path)

    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.current().stat().st_mode) == 0o700


def test_a_second_writer_is_told_that_the_first_is_busy(folder):
    with folder.lock():
        assert folder.is_locked()
        with pytest.raises(Busy), Folder(folder.path).lock():
            pass

    assert not folder.is_locked()


def test_the_lock_of_a_process_that_was_killed_is_free(folder):
    reader, writer = fork.Pipe(duplex=False)

    def hold() -> None:
        with folder.lock():
            writer.send("held")
            fork.Event().wait()

    holder = fork.Process(target=hold)
    holder.start()
    assert reader.recv() == "held"
    assert folder.is_locked()

    holder.kill()
    holder.join()

    with folder.lock():
        update(folder, LAYOUT, {"3": document("3", "alpha")})
    assert sorted(found(Index(folder.path, LAYOUT), ALPHA)) == ["1", "3"]


def test_files_that_locks_leave_behind_stop_nobody(folder):
    (folder.path / "lock").touch()
    (folder.current() / "MAIN_WRITELOCK").touch()

    write(folder, {"3": document("3", "alpha")})

    assert sorted(found(Index(folder.path, LAYOUT), ALPHA)) == ["1", "3"]


def test_a_writer_killed_before_its_manifest_has_written_nothing(folder, monkeypatch):
    """Readers keep the generation before, those that are open as well as those that come later."""
    index = Index(folder.path, LAYOUT)
    index.searcher()

    with killed_at(monkeypatch, "write_manifest"):
        write(folder, {"1": None, "3": document("3", "alpha")})

    assert found(index, ALPHA) == ["1"]
    assert found(Index(folder.path, LAYOUT), ALPHA) == ["1"]
    assert len(list(folder.current().glob("*.toc"))) == 2


def test_the_next_writer_goes_on_where_a_killed_one_began(folder, monkeypatch):
    index = Index(folder.path, LAYOUT)
    for place in ("write_manifest", "sweep"):
        with killed_at(monkeypatch, place):
            write(folder, {"1": None, "3": document("3", "alpha")})

    write(folder, {"4": document("4", "alpha")})

    assert sorted(found(index, ALPHA)) == ["1", "4"]
    names = {path.name for path in folder.current().iterdir()}
    assert names == {MANIFEST, *read_manifest(folder.current()).files}


def test_a_writer_killed_behind_its_manifest_has_written_everything(folder, monkeypatch):
    index = Index(folder.path, LAYOUT)
    # It sweeps twice: what was left before it, and what it left behind.
    monkeypatch.setattr(writing, "verify", lambda *args: monkeypatch.setattr(writing, "sweep", end))

    def end(*args: Any) -> None:
        raise Killed

    with pytest.raises(Killed):
        write(folder, {"1": None, "3": document("3", "alpha")})

    monkeypatch.undo()
    assert found(index, ALPHA) == ["3"]
    write(folder, {"4": document("4", "alpha")})
    assert sorted(found(index, ALPHA)) == ["3", "4"]


def test_a_writer_killed_in_the_middle_of_its_work_has_written_nothing(folder, monkeypatch):
    with killed_at(monkeypatch, "write", writing.TOC):
        write(folder, {"1": None, "3": document("3", "alpha")})
    (folder.current() / ".new-left").touch()
    (folder.current() / "MAIN.tmp").mkdir(exist_ok=True)

    write(folder, {"4": document("4", "alpha")})

    assert sorted(found(Index(folder.path, LAYOUT), ALPHA)) == ["1", "4"]
    assert not (folder.current() / "MAIN.tmp").exists()


def test_a_full_disk_is_no_damage(folder, monkeypatch):
    def no_space(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(writing.TOC, "write", no_space)
        with pytest.raises(OSError, match="No space left"):
            write(folder, {"3": document("3", "alpha")})

    write(folder, {"3": document("3", "alpha")})
    assert sorted(found(Index(folder.path, LAYOUT), ALPHA)) == ["1", "3"]


def test_whatever_else_fails_while_writing_is_damage(folder, monkeypatch):
    def fails(*args: Any) -> None:
        raise ValueError("not what was expected")

    monkeypatch.setattr(writing.TOC, "write", fails)

    with pytest.raises(Damaged, match="cannot be written"):
        write(folder, {"3": document("3", "alpha")})


def test_a_document_that_does_not_fit_the_layout_is_a_mistake_and_no_damage(folder):
    wrong = document("3", "alpha")
    wrong.texts.append(("unknown", "text", 1.0))

    with pytest.raises(ValueError, match="not in tuple"):
        write(folder, {"3": wrong})

    assert found(Index(folder.path, LAYOUT), ALPHA) == ["1"]


def test_an_index_of_another_layout_is_not_written_to(folder):
    other = Layout.of(LAYOUT.name, ["title"], [], [])

    with folder.lock(), pytest.raises(Damaged, match="another version"):
        update(folder, other, {})


def test_nobody_sees_a_rebuild_before_it_is_ready(folder):
    index = Index(folder.path, LAYOUT)
    rebuild = Rebuild(folder, LAYOUT)
    rebuild.add([document("5", "alpha"), document("6", "alpha"), document("7", "bravo")])
    write(folder, {"3": document("3", "alpha")})
    assert sorted(found(index, ALPHA)) == ["1", "3"]

    with folder.lock():
        rebuild.finish({"6": None, "7": document("7", "alpha")})

    assert sorted(found(index, ALPHA)) == ["5", "7"]
    assert len(list(folder.path.glob("build-*"))) == 1


def test_an_abandoned_rebuild_leaves_nothing_behind(folder):
    rebuild = Rebuild(folder, LAYOUT)
    rebuild.add([document("5", "alpha")])

    rebuild.abandon()

    assert found(Index(folder.path, LAYOUT), ALPHA) == ["1"]
    assert list(folder.path.glob("build-*")) == [folder.current()]


def test_a_rebuild_that_was_killed_is_removed_by_the_next(folder):
    Rebuild(folder, LAYOUT).add([document("5", "alpha")])
    (folder.path / ".new-left").touch()

    build(folder.path, [document("6", "alpha")])

    assert [
        path for path in folder.path.iterdir() if path.name.startswith(("build-", ".new-"))
    ] == [folder.current()]


def test_a_pointer_that_was_replaced_just_after_it_was_read_is_read_again(folder, monkeypatch):
    read = [folder.current().name]
    build(folder.path, [document("3", "alpha")])
    pointed_to = Folder._pointed_to
    monkeypatch.setattr(
        Folder, "_pointed_to", lambda self: read.pop() if read else pointed_to(self)
    )

    assert found(Index(folder.path, LAYOUT), ALPHA) == ["3"]


def test_a_reader_on_the_way_to_a_replaced_build_takes_the_new_one(folder, monkeypatch):
    """Between reading the pointer and opening the files another build may take their place."""
    index = Index(folder.path, LAYOUT)
    read = index._read
    builds = iter([[document("3", "alpha")], [document("4", "alpha")]])

    def replaced_meanwhile(path):
        if documents := next(builds, None):
            build(folder.path, documents)
        return read(path)

    monkeypatch.setattr(index, "_read", replaced_meanwhile)

    assert found(index, ALPHA) == ["4"]


def test_a_look_at_the_files_that_a_rebuild_overtakes_finds_no_damage(folder, monkeypatch):
    index = Index(folder.path, LAYOUT)
    index.check()
    verify = reading.verify

    def overtaken(*args: Any) -> None:
        monkeypatch.setattr(reading, "verify", verify)
        build(folder.path, [document("5", "alpha")])
        verify(*args)

    monkeypatch.setattr(reading, "verify", overtaken)
    index.check()

    assert found(index, ALPHA) == ["5"]


def test_an_open_searcher_goes_on_with_its_own_generation(folder):
    write(folder, {"3": document("3", "alpha", kind="practice")})
    old = Index(folder.path, LAYOUT).searcher()

    write(folder, {str(number): document(str(number), "alpha") for number in range(10, 16)})
    build(folder.path)

    assert old.keys(old.term("alpha").ids.tolist()) == ["1", "3"]
    assert [old.keys([number])[0] for number in old.with_value("f.kind", "spractice")] == ["3"]


def test_segments_have_names_of_their_own_whatever_is_done_to_chance(folder):
    for key in ("3", "4", "5"):
        random.seed(0)
        write(folder, {key: document(key, "alpha")})

    assert sorted(found(Index(folder.path, LAYOUT), ALPHA)) == ["1", "3", "4", "5"]
