"""The one writer of an index: batches in, one commit out, or a whole new build."""

import shutil
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex

from .fields import Codec, schema_of
from .layout import Document, Layout
from .manifests import Manifest, Verified, read_manifest, sweep, verify, write_manifest
from .storage import Damaged, Folder
from .weighing import fields_of

REBUILD_MB = 256
BATCH_MB = 32

Changes = Mapping[str, Document | None]

# Build → which of its files this process has verified: a worker reads each of them once.
_VERIFIED: dict[Path, Verified] = {}


def update(folder: Folder, layout: Layout, changes: Changes) -> Manifest:
    """Writes documents by key, None for one to delete, in one commit; call it under the lock.

    Doing it twice changes nothing. Raises Damaged when the index cannot be written.
    """
    build = folder.current()
    manifest = read_manifest(build)
    if manifest.digest != layout.digest:
        raise Damaged("the index is of another version")
    # What a writer that died has left was never committed.
    sweep(build, manifest)
    # Merging damaged segments would hide the damage: what comes out is whole, and wrong.
    verify(build, manifest, _verified(build))
    return _write(build, layout, manifest, changes)


class Rebuild:
    """A new build beside the one in use. Nobody sees it before finish()."""

    def __init__(self, folder: Folder, layout: Layout) -> None:
        self.folder = folder
        self.layout = layout
        self.build = folder.new_build()
        self._seen: set[str] = set()
        self._late: dict[str, Document | None] = {}
        storage = FileStorage(str(self.build))
        TOC.create(storage, schema_of(layout))
        self._writer = _writer(storage, REBUILD_MB)

    def add(self, documents: Iterable[Document]) -> None:
        """Adds documents; of two with the same key the later one counts."""
        for document in documents:
            if document.key in self._seen:
                self._late[document.key] = document
            else:
                self._seen.add(document.key)
                self._writer.add_document(**fields_of(document, self.layout))

    def abandon(self) -> None:
        """Leaves everything as it was before."""
        with suppress(Exception):
            self._writer.cancel()
        shutil.rmtree(self.build, ignore_errors=True)

    def finish(self, late: Changes | None = None) -> Manifest:
        """Writes, applies what changed `late`, and lets readers in. Call it under the lock."""
        self._writer.commit(merge=False)
        manifest = _describe(self.build, self.layout, None)
        self._late.update(late or {})
        if self._late:
            manifest = _write(self.build, self.layout, manifest, self._late)
        self.folder.switch_to(self.build)
        return manifest


class KeepingStorage(FileStorage):
    """Leaves what readers use where it is until the manifest names what comes after it."""

    def __init__(self, path: str, kept: Container[str]) -> None:
        super().__init__(path)
        self.kept = kept

    def delete_file(self, name: str) -> None:
        if name not in self.kept:
            super().delete_file(name)


def _writer(storage: FileStorage, megabytes: int) -> Any:
    # Our own lock keeps other writers out. One file per segment: a reader has it open or has not,
    # and a hub with many segments does not run out of file handles.
    index = FileIndex(storage)
    return index.writer(codec=Codec(), limitmb=megabytes, compound=True, _lk=False)


def _write(build: Path, layout: Layout, manifest: Manifest, changes: Changes) -> Manifest:
    """One commit on top of the generation in `manifest`."""
    documents = [fields_of(document, layout) for document in changes.values() if document]
    try:
        writer = _writer(KeepingStorage(str(build), manifest.files), BATCH_MB)
        for key in changes:
            writer.delete_by_term("key", key)
        for fields in documents:
            writer.add_document(**fields)
        writer.commit()
    except (OSError, MemoryError):
        # A full disk is no damage: what was committed before is still there.
        raise
    except Exception as error:
        raise Damaged("the index cannot be written") from error
    written = _describe(build, layout, manifest)
    sweep(build, written)
    return written


def _describe(build: Path, layout: Layout, before: Manifest | None) -> Manifest:
    """The manifest of the newest generation that Whoosh has written."""
    storage = FileStorage(str(build))
    toc = TOC.read(storage, "MAIN")
    files = [TOC._filename("MAIN", toc.generation)]
    for segment in toc.segments:
        files += segment.list_files(storage)
    return write_manifest(
        build,
        toc.generation,
        layout.digest,
        sum(segment.doc_count() for segment in toc.segments),
        files,
        before.files if before else {},
    )


def _verified(build: Path) -> Verified:
    for other in list(_VERIFIED):
        if other.parent == build.parent and other != build:
            del _VERIFIED[other]
    return _VERIFIED.setdefault(build, {})
