"""Index: what a process reads, kept open and moved to the newest generation before every search."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from .caching import Cache
from .layout import Layout
from .manifests import MANIFEST, Manifest, Stamp, Verified, read_manifest, verify
from .searcher import Searcher
from .segments import Segment
from .storage import Damaged, Folder, Gone

# How often the files are looked at for changes that nobody announced: damage.
WATCH_SECONDS = 1.0
# A damaged index does not heal; whoever builds it anew announces that.
RETRY_SECONDS = 10.0
# What is decoded of one index: the working set of a hundred thousand documents.
CACHE_BYTES = 96 * 1024 * 1024

# The build in use, and whether its pointer or its manifest was replaced since.
State = tuple[Path, Stamp, Stamp]


class Index:
    """Reads the index in a folder; one per process and folder, safe for threads."""

    def __init__(
        self,
        path: Path,
        layout: Layout,
        *,
        clock: Callable[[], float] = time.monotonic,
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        self.folder = Folder(path)
        self.layout = layout
        self.clock = clock
        self._cache = Cache(cache_bytes)
        self._searcher: Searcher | None = None
        self._seen: State | None = None
        self._verified: Verified = {}
        self._damage = ""
        self._looked_at = 0.0
        self._lock = threading.Lock()

    def searcher(self) -> Searcher:
        """The newest generation. Damaged if there is none that can be trusted."""
        with self._lock:
            return self._newest()

    def check(self) -> None:
        """Damaged unless the newest generation is there and all its files are what was written."""
        with self._lock:
            self._newest(look=True)

    def recheck(self) -> None:
        """The same, with every file read anew."""
        with self._lock:
            self._forget()
            self._newest(look=True)

    def _forget(self) -> None:
        self._searcher = self._seen = None
        self._verified = {}

    def _newest(self, *, look: bool = False) -> Searcher:
        try:
            state = self._state()
            if state != self._seen:
                self._open()
            elif look or self._is_due:
                self._look(state)
        except Damaged as error:
            self._searcher, self._verified = None, {}
            self._damage = str(error)
            raise
        if self._searcher is None:
            # Reading everything again for each search would find nothing else.
            raise Damaged(self._damage)
        return self._searcher

    @property
    def _is_due(self) -> bool:
        pause = WATCH_SECONDS if self._searcher else RETRY_SECONDS
        return self.clock() - self._looked_at > pause

    def _state(self) -> State:
        """Which build is in use and which generation of it."""
        while True:
            build = self.folder.current()
            pointer = Stamp.of(self.folder.pointer)
            try:
                return build, pointer, Stamp.of(build / MANIFEST)
            except Gone:
                if self.folder.current() == build:
                    raise
                # Another build was put in its place just now.

    def _look(self, state: State) -> None:
        """Whether the files are still what was written."""
        if self._searcher is None:
            self._open()
            return
        self._looked_at = self.clock()
        try:
            verify(state[0], read_manifest(state[0]), self._verified)
        except Gone:
            if self._state() == state:
                raise
            self._open()

    def _open(self) -> None:
        while True:
            state = self._state()
            self._seen, self._looked_at = state, self.clock()
            try:
                self._searcher = self._read(state[0])
            except Gone:
                if self._state() == state:
                    raise
                # A commit has replaced what was to be read: the next generation is there.
            else:
                return

    def _read(self, build: Path) -> Searcher:
        manifest = read_manifest(build)
        if manifest.digest != self.layout.digest:
            raise Damaged("the index is of another version")
        verify(build, manifest, self._verified)
        try:
            searcher = self._load(build, manifest)
        except FileNotFoundError as error:
            raise Gone("files of the index are missing") from error
        except Exception as error:
            raise Damaged("the index cannot be opened") from error
        self._cache.keep_only({searcher.owner, *(part.name for part in searcher.segments)})
        return searcher

    def _load(self, build: Path, manifest: Manifest) -> Searcher:
        # Not mapped into memory: a file that somebody cuts short would end the process.
        storage = FileStorage(str(build), supports_mmap=False)
        toc = TOC.read(storage, "MAIN", gen=manifest.generation)
        # The names of segments are random: the same name is the same segment, in any build.
        open_ones = {part.name: part for part in self._searcher.segments} if self._searcher else {}
        segments = [
            open_ones.get(found.segment_id())
            or Segment(SegmentReader(storage, toc.schema, found), self._cache)
            for found in toc.segments
        ]
        deleted = [set(found.deleted_docs()) for found in toc.segments]
        return Searcher(self.layout, segments, deleted, manifest.generation, self._cache)


@contextmanager
def reading(index: Index) -> Iterator[Searcher]:
    """A searcher; whatever its files make it stumble over comes out as Damaged."""
    searcher = index.searcher()
    try:
        yield searcher
    except Damaged:
        raise
    except Exception:
        # Bytes that are not what was written can fail anywhere. Only the files can tell a damaged
        # index from a mistake of ours.
        index.recheck()
        raise


def open_index(path: Path, layout: Layout) -> Index:
    """The index of this process for a folder and a layout."""
    with _LOCK:
        key = (path, layout.digest)
        if key not in _INDEXES:
            _INDEXES[key] = Index(path, layout)
        return _INDEXES[key]


_INDEXES: dict[tuple[Path, str], Index] = {}
_LOCK = threading.Lock()


def _start_anew() -> None:
    """A forked process would read through file handles that it shares with its parent."""
    global _LOCK
    _LOCK = threading.Lock()
    _INDEXES.clear()


os.register_at_fork(after_in_child=_start_anew)
