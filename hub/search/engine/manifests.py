"""The manifest of a build: what belongs to its newest generation, and how to tell it is whole.

The manifest is written last and replaced in one step, so it is what a commit is: readers use the
files that it names and nothing else, and what a writer that died left beside them never happened.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from .storage import Damaged, Gone, replace

MANIFEST = "manifest"
CHUNK = 1 << 20
# The clock of a file system ticks: a file that changed so shortly ago can change once more without
# its time showing it, so what was read of it is not remembered yet.
TICK_NS = 20_000_000

# File → (bytes, checksum)
Files = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Manifest:
    """What belongs to one generation."""

    generation: int
    digest: str
    documents: int
    files: Files


@dataclass(frozen=True)
class Stamp:
    """Tells cheaply whether a file was touched. Unlike a file's age, this cannot be set back."""

    size: int
    touched_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        try:
            found = path.stat()
        except FileNotFoundError as error:
            raise Gone(f"{path.name} is missing") from error
        except OSError as error:
            raise Damaged(f"{path.name} cannot be looked at") from error
        return cls(found.st_size, found.st_ctime_ns, found.st_ino)

    @property
    def is_settled(self) -> bool:
        return abs(time.time_ns() - self.touched_ns) > TICK_NS


Verified = dict[str, Stamp]


def write_manifest(
    build: Path, generation: int, digest: str, documents: int, files: Iterable[str], known: Files
) -> Manifest:
    """Lets readers see a generation that consists of `files`; those in `known` never change."""
    described = {name: known.get(name) or _describe(build / name) for name in sorted(files)}
    manifest = Manifest(generation, digest, documents, described)
    content = json.dumps(asdict(manifest)).encode()
    replace(build / MANIFEST, _digest(content).encode() + b"\n" + content)
    return manifest


def read_manifest(build: Path) -> Manifest:
    """The manifest of a build; Damaged if it is not what was written."""
    digest, _, content = _read(build / MANIFEST).partition(b"\n")
    if digest != _digest(content).encode():
        raise Damaged("the manifest of the index is not what was written")
    found = json.loads(content)
    files = {name: (size, checksum) for name, (size, checksum) in found["files"].items()}
    return Manifest(found["generation"], found["digest"], found["documents"], files)


def verify(build: Path, manifest: Manifest, verified: Verified) -> None:
    """Damaged unless every file is what was written. What `verified` remembers is not reread."""
    for name, expected in manifest.files.items():
        stamp = Stamp.of(build / name)
        if verified.get(name) == stamp:
            continue
        if stamp.size != expected[0] or _describe(build / name) != expected:
            raise Damaged(f"{name} is not what was written")
        if stamp.is_settled:
            verified[name] = stamp
    for name in set(verified) - set(manifest.files):
        del verified[name]


def sweep(build: Path, manifest: Manifest) -> None:
    """Removes what does not belong to the generation: older ones, and what was never finished.

    Readers that have such files open go on reading them. Call it under the writer's lock.
    """
    for path in build.iterdir():
        if path.name == MANIFEST or path.name in manifest.files:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _describe(path: Path) -> tuple[int, str]:
    found = hashlib.blake2b(digest_size=16)
    size = 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                found.update(chunk)
                size += len(chunk)
    except FileNotFoundError as error:
        raise Gone(f"{path.name} is missing") from error
    except OSError as error:
        raise Damaged(f"{path.name} cannot be read") from error
    return size, found.hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Gone(f"the {path.name} of the index is missing") from error
    except OSError as error:
        raise Damaged(f"the {path.name} of the index cannot be read") from error


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
