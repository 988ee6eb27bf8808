from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# So many rows are fetched at once: a list of any length needs the memory of this many.
CHUNK = 500

Row = Mapping[str, Any]


@dataclass(frozen=True)
class ListFile:
    """A list: its name for the file, its columns in order, and its rows, fetched when read.

    A cell is text, a number, a yes or no, a day, or a list of words.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Row]
