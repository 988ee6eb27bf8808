"""Looking for pieces of a text in everything that the hub keeps: tables, sessions, files."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection

from forums.fragments import folded

CHUNK = 500
BYTES = 1 << 20
# Uploads that can be read without unpacking; the largest that is taken has 10 MB.
TEXTS = frozenset(".csv .txt .md .svg .json .xml .html .ics .vtt .srt".split())
MOST_OF_A_TEXT = 20 << 20


@dataclass
class Findings:
    """Where was looked, and in how many rows or files of which place something was found."""

    places: int = 0
    left: dict[str, int] = field(default_factory=dict)


def look_everywhere(fragments: Iterable[str], rare_words: Iterable[str]) -> Findings:
    """Looks for whole pieces in every table, session and text, and for words too in every file.

    A word says something only if no table holds it: then it must not stand in a file either.
    """
    pieces, words = list(fragments), set(rare_words)
    found = Findings()
    for place, texts in _tables():
        found.places += 1
        hits = 0
        for text in texts:
            plain = folded(text)
            hits += any(piece in plain for piece in pieces)
            words -= {word for word in words if word in plain}
        if hits:
            found.left[place] = hits
    needles = [one.encode() for one in (*pieces, *words)]
    for place, path in _files():
        found.places += 1
        if holds(path, needles):
            found.left[place] = found.left.get(place, 0) + 1
    if left := sum(any(piece in text for piece in pieces) for text in _uploaded_texts()):
        found.left["uploads"] = left
    found.places += 1
    return found


def _tables() -> Iterator[tuple[str, Iterable[str]]]:
    """Every table there is, also those that belong to no model, and what is kept encoded."""
    labels = {model._meta.db_table: model._meta.label for model in apps.get_models(True)}
    for table in connection.introspection.table_names():
        yield labels.get(table, table), _texts_of(table)
    yield "schema", _schema()
    yield "sessions", (str(one.get_decoded()) for one in Session.objects.iterator(CHUNK))
    yield "names of uploads", _names_below("")


def _texts_of(table: str) -> Iterator[str]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 – a name from the database itself
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                yield " ".join(_decoded(value) for value in row if value)


def _decoded(value: Any) -> str:
    """A value as a reader would see it: SQLite keeps JSON as text with escaped letters."""
    if isinstance(value, str) and "\\" in value and value[:1] in "{[":
        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False).replace("\\n", " ")
    return str(value) if not isinstance(value, bytes | memoryview) else ""


def _schema() -> list[str]:
    """The names of tables and columns: SQLite's file holds them in words."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master")
        return [row[0] or "" for row in cursor.fetchall()]


def _names_below(folder: str) -> Iterator[str]:
    """The names of all stored files, with their folders."""
    if not default_storage.exists(folder or "."):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}".strip("/") for name in files)
    for one in folders:
        yield from _names_below(f"{folder}/{one}".strip("/"))


def _uploaded_texts() -> Iterator[str]:
    """What stands in uploads that are text, as one line each. Other formats pack their words."""
    for name in _names_below(""):
        if Path(name).suffix.lower() in TEXTS:
            with suppress(FileNotFoundError), default_storage.open(name) as file:
                yield folded(file.read(MOST_OF_A_TEXT).decode(errors="replace"))


def _files() -> Iterator[tuple[str, Path]]:
    """The database's own files and those of the index, where they are files on this machine."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for suffix in ("", "-wal"):
            if (path := Path(f"{name}{suffix}")).is_file():
                yield f"database file{suffix}", path
    folder = settings.WAGTAILSEARCH_BACKENDS["default"].get("DIRECTORY")
    for path in sorted(Path(folder).rglob("*")) if folder else ():
        if path.is_file():
            yield "search index", path


def holds(path: Path, needles: Iterable[bytes]) -> bool:
    """Whether a file holds one of these, whatever its capitals; read in pieces that overlap."""
    wanted = [one.lower() for one in needles if one]
    overlap = max((len(one) for one in wanted), default=1) - 1
    try:
        with path.open("rb") as file:
            before = b""
            while block := file.read(BYTES):
                piece = before + block.lower()
                if any(one in piece for one in wanted):
                    return True
                before = piece[-overlap:] if overlap else b""
    except FileNotFoundError:
        # The index replaced it in this moment.
        return False
    return False
