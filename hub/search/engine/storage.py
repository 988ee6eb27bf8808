"""The folder of an index: builds side by side, a pointer to the one in use, a manifest in each.

    <name>/current              the build in use; replaced in one step when another one is ready
    <name>/lock                 held by the one process that may write
    <name>/rebuild              held by the one process that builds the index anew
    <name>/damaged              somebody noticed damage; whoever writes builds the index anew
    <name>/<build>/manifest     generation, layout, and size and checksum of every file
    <name>/<build>/...          the files of Whoosh

Whoosh loads its table of contents with pickle: the folder is ours alone (0700), and is never
restored from elsewhere – an index can always be built from the database.
"""

import fcntl
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PAUSE_SECONDS = 0.02
# Written beside what they replace; one that is left was never finished.
UNFINISHED = ".new-"


class Damaged(Exception):
    """The index is missing, of another version, or its files are not what was written."""


class Gone(Damaged):
    """Something is missing that was there when it was named: damage, or it has been replaced."""


class Busy(Exception):
    """Another process is writing."""


class Folder:
    """Where one index lives."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Creates the folder, closed to everybody else also when it was there before."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.chmod(0o700)

    @property
    def pointer(self) -> Path:
        return self.path / "current"

    def current(self) -> Path:
        """The build in use; Damaged if there is none."""
        name = self._pointed_to()
        while not (self.path / name).is_dir():
            before, name = name, self._pointed_to()
            if name == before:
                raise Gone("the index in use is missing")
            # Another build was put in its place just now.
        return self.path / name

    def _pointed_to(self) -> str:
        try:
            name = self.pointer.read_text().strip()
        except FileNotFoundError as error:
            raise Damaged("there is no index yet") from error
        except (OSError, UnicodeDecodeError) as error:
            raise Damaged("nobody knows which index is in use") from error
        if not name.startswith("build-") or "/" in name:
            raise Damaged("nobody knows which index is in use")
        return name

    def new_build(self) -> Path:
        self.make()
        build = self.path / f"build-{secrets.token_hex(6)}"
        build.mkdir(mode=0o700)
        return build

    def switch_to(self, build: Path) -> None:
        """From one moment to the next all readers use `build`; what was there before is removed."""
        replace(self.pointer, build.name.encode())
        self.clear_damage()
        self._remove_others(build)

    def _remove_others(self, kept: Path) -> None:
        for other in self.path.glob("build-*"):
            if other != kept:
                # Readers that have its files open go on reading them.
                shutil.rmtree(other, ignore_errors=True)
        for unfinished in self.path.glob(f"{UNFINISHED}*"):
            unfinished.unlink(missing_ok=True)

    @contextmanager
    def lock(self, name: str = "lock", *, seconds: float = 0.0) -> Iterator[None]:
        """Held while writing; Busy when it does not get free within `seconds`.

        The system releases it with the process, however that ends: it cannot go stale.
        """
        self.make()
        handle = os.open(self.path / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            until = time.monotonic() + seconds
            while not _locked(handle):
                if time.monotonic() >= until:
                    raise Busy(f"{self.path.name} is being written")
                time.sleep(PAUSE_SECONDS)
            yield
        finally:
            os.close(handle)

    def is_locked(self, name: str = "lock") -> bool:
        """Whether some process holds that lock at this moment."""
        try:
            with self.lock(name):
                return False
        except Busy:
            return True

    def report_damage(self, why: str) -> None:
        with suppress(OSError):
            self.make()
            (self.path / "damaged").write_text(why[:500])

    def clear_damage(self) -> None:
        (self.path / "damaged").unlink(missing_ok=True)

    @property
    def damage(self) -> str:
        """What somebody noticed, or nothing."""
        try:
            return (self.path / "damaged").read_text() or "damaged"
        except OSError:
            return ""
        except UnicodeDecodeError:
            return "damaged"


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def replace(path: Path, content: bytes) -> None:
    """Writes a file so that a reader sees the old content or the new one, never a half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(name, path)  # noqa: PTH105 – both names are texts or paths alike
