"""Files that are not what was written are noticed before anybody sees a result from them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.search.engine import manifests, nodes
from hub.search.engine.asking import ask
from hub.search.engine.layout import Layout
from hub.search.engine.manifests import MANIFEST, Stamp
from hub.search.engine.reading import RETRY_SECONDS, WATCH_SECONDS, Index, reading
from hub.search.engine.storage import Damaged, Folder
from tests.search.engine.corpora import LAYOUT, build, document, found, write

ALPHA = nodes.Term("alpha")


class Clock:
    """A clock that a test moves on."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """An index of two segments, to be copied and damaged."""
    folder = build(
        tmp_path_factory.mktemp("sound") / "index",
        [document(str(number), "alpha bravo", "Title", kind="practice") for number in range(30)],
    )
    write(folder, {"new": document("new", "alpha delta"), "0": None})
    return folder.path


@pytest.fixture
def folder(sound, tmp_path) -> Folder:
    shutil.copytree(sound, tmp_path / "index")
    return Folder(tmp_path / "index")


def files_of(folder: Folder) -> list[Path]:
    """Everything that results depend on."""
    return [folder.pointer, *sorted(folder.current().iterdir())]


def flip(path: Path, at: int | None = None, bits: int = 0x10) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 if at is None else at] ^= bits
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped bit in the middle": flip,
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "half gone": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "emptied": lambda path: path.write_bytes(b""),
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "something behind its end": lambda path: path.write_bytes(path.read_bytes() + b"\x00"),
    "replaced by garbage": lambda path: path.write_bytes(b"\xff\xfe garbage \x00" * 9),
    "missing": Path.unlink,
    "a folder in its place": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_to_any_file_is_noticed_on_opening(folder, tmp_path, damage):
    for path in files_of(folder):
        copy = Folder(tmp_path / f"copy-of-{path.name}")
        shutil.copytree(folder.path, copy.path)
        damage(copy.path / path.relative_to(folder.path))

        with pytest.raises(Damaged):
            Index(copy.path, LAYOUT).searcher()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_while_the_index_is_open_is_noticed_within_a_second(folder, damage):
    clock = Clock()
    index = Index(folder.path, LAYOUT, clock=clock)
    segment = max(folder.current().iterdir(), key=lambda path: path.stat().st_size)
    assert ask(index.searcher(), ALPHA).total == 30

    damage(segment)
    clock.now += WATCH_SECONDS + 0.01

    with pytest.raises(Damaged):
        index.searcher()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_single_bit_can_flip_unnoticed(folder, data):
    path = data.draw(st.sampled_from(files_of(folder)))
    at = data.draw(st.integers(0, path.stat().st_size - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    flip(path, at, bit)

    try:
        with pytest.raises(Damaged):
            Index(folder.path, LAYOUT).searcher()
    finally:
        flip(path, at, bit)

    assert ask(Index(folder.path, LAYOUT).searcher(), ALPHA).total == 30


@pytest.mark.parametrize(
    "pointed_to", ["", "build-unknown", "..", ".", "/etc", "build-../../x", "\x00", "a\nb"]
)
def test_a_pointer_to_nowhere_is_damage(folder, pointed_to):
    folder.pointer.write_text(pointed_to)

    with pytest.raises(Damaged):
        Index(folder.path, LAYOUT).searcher()


def test_no_index_at_all_is_damage(tmp_path):
    with pytest.raises(Damaged, match="no index yet"):
        Index(tmp_path / "index", LAYOUT).searcher()


@pytest.mark.parametrize("garbage", [b"", b"{}", b"null", b"[" * 100_000, b"\xff" * 100])
def test_a_manifest_of_garbage_is_damage(folder, garbage):
    (folder.current() / MANIFEST).write_bytes(garbage)

    with pytest.raises(Damaged):
        Index(folder.path, LAYOUT).searcher()


def test_an_index_of_another_layout_is_not_read(folder):
    other = Layout.of(LAYOUT.name, ["title", "text", "more"], LAYOUT.grams, LAYOUT.filters)

    with pytest.raises(Damaged, match="another version"):
        Index(folder.path, other).searcher()


def test_a_damaged_index_is_not_written_to(folder):
    """Merging would make whole files with wrong content out of damaged ones."""
    flip(max(folder.current().iterdir(), key=lambda path: path.stat().st_size))

    with pytest.raises(Damaged):
        write(folder, {"more": document("more", "alpha")})


def test_a_damaged_index_is_not_read_again_for_every_search(folder, monkeypatch):
    clock = Clock()
    index = Index(folder.path, LAYOUT, clock=clock)
    flip(max(folder.current().iterdir(), key=lambda path: path.stat().st_size))
    read: list[Path] = []
    describe = manifests._describe
    monkeypatch.setattr(manifests, "_describe", lambda path: read.append(path) or describe(path))

    def files_read_for_a_search() -> int:
        read.clear()
        with pytest.raises(Damaged, match="not what was written"):
            index.searcher()
        return len(read)

    assert files_read_for_a_search() > 0
    for _ in range(3):
        clock.now += WATCH_SECONDS + 0.01
        assert files_read_for_a_search() == 0
    clock.now += RETRY_SECONDS
    assert files_read_for_a_search() > 0


def test_a_file_that_changed_this_very_moment_is_read_once_more(folder, monkeypatch):
    """Its time of change cannot tell whether it changes again before the clock ticks."""
    build_in_use = folder.current()
    manifest = manifests.read_manifest(build_in_use)
    newest = max(Stamp.of(build_in_use / name).touched_ns for name in manifest.files)

    def remembered_after(nanoseconds: int) -> set[str]:
        monkeypatch.setattr(manifests.time, "time_ns", lambda: newest + nanoseconds)
        verified: dict[str, Stamp] = {}
        manifests.verify(build_in_use, manifest, verified)
        return set(verified)

    assert len(remembered_after(1)) < len(manifest.files)
    assert remembered_after(10 * manifests.TICK_NS) == set(manifest.files)


def test_a_rebuilt_index_is_read_at_once(folder):
    index = Index(folder.path, LAYOUT)
    flip(max(folder.current().iterdir(), key=lambda path: path.stat().st_size))
    with pytest.raises(Damaged):
        index.searcher()

    build(folder.path, [document("fresh", "alpha")])

    assert found(index, ALPHA) == ["fresh"]


def test_stumbling_over_damage_comes_out_as_damage(folder):
    index = Index(folder.path, LAYOUT)
    searcher = index.searcher()

    with pytest.raises(Damaged), reading(index) as given:  # noqa: PT012 – both steps are one act
        assert given is searcher
        flip(max(folder.current().iterdir(), key=lambda path: path.stat().st_size))
        raise ValueError("bytes that make no sense")


def test_a_mistake_of_ours_is_not_taken_for_damage(folder):
    index = Index(folder.path, LAYOUT)

    with pytest.raises(ZeroDivisionError), reading(index):
        _ = 1 / 0

    assert ask(index.searcher(), ALPHA).total == 30


def test_whoever_checks_reads_what_changed_at_once(folder):
    index = Index(folder.path, LAYOUT, clock=Clock())
    index.check()
    flip(max(folder.current().iterdir(), key=lambda path: path.stat().st_size))

    with pytest.raises(Damaged):
        index.check()


def test_reported_damage_is_known_to_everybody_until_the_index_is_built_anew(folder):
    Folder(folder.path).report_damage("a file is missing")
    assert folder.damage == "a file is missing"

    build(folder.path)

    assert folder.damage == ""
