"""What is committed belongs to everybody: no path of one machine, no address of a registry."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

# Pieced together so that this file does not find itself.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.",
    "registry." + "npm",
    "proxy." + "golang",
    "crates" + ".io",
    "jfrog" + ".io",
    "pkg" + ".dev",
)
MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/(?:work|root|tmp|home|Users)/[\w.]+")
INDEX_OPTION = re.compile(r"--(?:extra-)?index-url[= ]\S+|^\s*index-url\s*=", re.MULTILINE)
LARGEST = 2_000_000
# Folders that tools and the running hub make.
MADE = {".git", ".venv", ".hypothesis", "var", "__pycache__"}


def committed() -> Iterator[Path]:
    """Files that are committed; in a copy without Git, those that would be."""
    git = shutil.which("git") or "git"
    try:
        listed = subprocess.run(  # noqa: S603 – all words are ours
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        yield from copied()
    else:
        names = listed.stdout.decode().split("\0")
        yield from (ROOT / name for name in names if name)


def copied() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE and "_cache" not in name]
        yield from (Path(folder) / name for name in files)


def texts() -> Iterator[tuple[str, str]]:
    for path in committed():
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT).as_posix(), content.decode(errors="replace")


def strangers(text: str) -> list[str]:
    """Words in `text` that only one machine or one network understands."""
    named = [name for name in REGISTRIES if name in text.lower()]
    return [*named, *MACHINE_PATH.findall(text), *INDEX_OPTION.findall(text)]


def test_no_committed_file_names_a_machine_or_a_registry():
    found = {name: words for name, text in texts() if (words := strangers(text))}

    assert found == {}


def test_many_files_are_read():
    assert len(list(texts())) > 250
    assert len([path for path in copied() if path.suffix == ".py"]) > 150


@pytest.mark.parametrize(
    "broken",
    [
        "see /ro" + "ot/notes.txt",
        "cd /wo" + "rk/main",
        'PATH = "/tm' + 'p/hub"',
        "https://files.python" + "hosted.org/x",
        "uv pip install --index" + "-url https://example.org/simple x",
    ],
)
def test_a_stranger_is_found(broken):
    assert strangers(broken)


@pytest.mark.parametrize(
    "sound", ["/var/lib/hub", "https://example.org/work/", "$HOME/tmp/x", "a/tmp/b", "~/tmp/c"]
)
def test_what_everybody_has_is_no_stranger(sound):
    assert strangers(sound) == []
