"""The content files, read whole before anything is written, with errors that name the place."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DatabaseError

FOLDER = Path(__file__).resolve().parents[1] / "content"
# Raise it when the same files should give other rows: everything that editors have not touched is
# then loaded anew.
VERSION = "1"
# What Python and Django raise when a record has not the shape that its loader expects.
UNREADABLE = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    FieldDoesNotExist,
    DatabaseError,
)


class ContentError(Exception):
    """Says which file and which record is wrong, and how, in one sentence."""


@dataclass(frozen=True)
class Record:
    """One entry of a content file. `name` is its own id, slug or term, never shared in its file."""

    file: str
    number: int
    name: str
    data: dict[str, Any]

    @property
    def key(self) -> str:
        return f"{self.file.removesuffix('.json')}/{self.name}"

    @property
    def digest(self) -> str:
        return _digest(VERSION, json.dumps(self.data, sort_keys=True))

    def __getitem__(self, field: str) -> Any:
        value = self.data.get(field)
        if value is None or value == "":
            raise self.error(f"“{field}” is missing.")
        return value

    def get(self, field: str, default: Any = None) -> Any:
        value = self.data.get(field)
        return default if value is None else value

    def error(self, sentence: str) -> ContentError:
        return ContentError(f"{self.file}, record {self.number} ({self.name}): {sentence}")


def read_records(folder: Path, file: str, *, within: str, named_by: str) -> list[Record]:
    """The list `within` a file as records. Raises ContentError for anything but such a list."""
    entries = read_json(folder, file).get(within)
    if not isinstance(entries, list):
        raise ContentError(f"{file}: it must hold a list called “{within}”.")
    records = [_record(file, number, data, named_by) for number, data in enumerate(entries, 1)]
    refuse_doubles(records)
    return records


def read_json(folder: Path, file: str) -> dict[str, Any]:
    try:
        content = json.loads((folder / file).read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(f"{file}: the file cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise ContentError(f"{file}: it is not valid JSON ({error}).") from error
    if not isinstance(content, dict):
        raise ContentError(f"{file}: it must hold one object.")
    return content


def _record(file: str, number: int, data: Any, named_by: str) -> Record:
    if not isinstance(data, dict):
        raise ContentError(f"{file}, record {number}: it must be an object.")
    name = data.get(named_by)
    if not isinstance(name, str) or not name:
        raise ContentError(f"{file}, record {number}: “{named_by}” is missing.")
    return Record(file, number, name, data)


def refuse_doubles(records: list[Record]) -> None:
    seen: dict[str, int] = {}
    for record in records:
        if record.name in seen:
            raise record.error(f"record {seen[record.name]} has the same name.")
        seen[record.name] = record.number


@contextmanager
def blamed(record: Record) -> Iterator[None]:
    """Whatever goes wrong inside is the fault of `record` and says so."""
    try:
        yield
    except ValidationError as error:
        raise record.error(_in_words(error)) from error
    except UNREADABLE as error:
        raise record.error(f"it cannot be loaded ({error}).") from error


def _in_words(error: Any) -> str:
    """What is wrong, down to the innermost block; `error` is a ValidationError of any kind."""
    if inner := getattr(error, "block_errors", None):
        parts = inner.items() if isinstance(inner, dict) else enumerate(inner)
        # Of blocks in a list the number counts from one, as the records do.
        named = [(part + 1 if isinstance(part, int) else part, why) for part, why in parts if why]
        return " ".join(f"“{part}”: {_in_words(why)}" for part, why in named)
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"“{part}”: {' '.join(why)}" for part, why in error.message_dict.items())


def fingerprint(folder: Path, *options: Any) -> str:
    """One digest of every content file, the loader's version and how it was called."""
    digest = hashlib.sha256(repr((VERSION, *options)).encode())
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder)}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
