"""Changing a copy of the content files, as a later release would."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

LOADED_AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def alter(folder: Path, file: str, within: str, name: str, change: Callable[[dict], object]) -> int:
    """Changes the record that carries `name` and returns its number."""
    path = folder / file
    content = json.loads(path.read_text(encoding="utf-8"))
    for number, record in enumerate(content[within], 1):
        if name in (record.get("id"), record.get("slug"), record.get("term"), record.get("code")):
            change(record)
            path.write_text(json.dumps(content), encoding="utf-8")
            return number
    raise AssertionError(f"{file} has no {name}")


def alter_policy(folder: Path, name: str, **fields) -> int:
    return alter(folder, "policies.json", "policies", name, lambda record: record.update(fields))


def alter_term(folder: Path, name: str, **fields) -> int:
    return alter(folder, "terms.json", "terms", name, lambda record: record.update(fields))
