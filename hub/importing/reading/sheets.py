"""A sheet as it was read: headings, and rows of texts with their numbers."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

# While rows are written all other writers wait; `python -m bench.importing` says how long.
MOST_ROWS = 1_500
MOST_COLUMNS = 200
MOST_BYTES = 5 * 2**20
# Longer than any field of ours; a cell beyond it is a mistake or an attack.
LONGEST_CELL = 50_000
LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
# The last two join letters in several scripts, and parts of one emoji.
KEPT = "\n\t\u200c\u200d"


class UnableToRead(Exception):
    """Says in one sentence what is wrong with the whole file, and what to do."""


@dataclass
class Sheet:
    """`rows` are (row number in the file, cells); `read_as` says how the file was understood."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    read_as: str
    # (row number, place of the cell): formulas that nobody has calculated yet.
    without_value: list[tuple[int, int]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "headings": self.headings,
            "rows": self.rows,
            "read_as": self.read_as,
            "without_value": self.without_value,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Sheet":
        rows = [(line, cells) for line, cells in data["rows"]]
        formulas = [(line, place) for line, place in data["without_value"]]
        return cls(data["headings"], rows, data["read_as"], formulas)


class Gathering:
    """Takes lines as they come and keeps within the limits. Raises UnableToRead beyond them."""

    def __init__(self) -> None:
        self.headings: list[str] = []
        self.rows: list[tuple[int, list[str]]] = []

    def take(self, line: int, cells: list[str]) -> None:
        cells = [tidy(cell) for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise UnableToRead(f"Row {line} has more than {MOST_COLUMNS} cells.")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise UnableToRead(
                f"A cell in row {line} holds more than {LONGEST_CELL:,} characters. Shorten it."
            )
        if not self.headings:
            self.headings = cells
        elif len(self.rows) == MOST_ROWS:
            raise UnableToRead(f"The sheet has more than {MOST_ROWS:,} rows. Send it in parts.")
        else:
            self.rows.append((line, cells))

    def finish(self, read_as: str) -> Sheet:
        if not self.headings:
            raise UnableToRead("There is nothing in this file.")
        if not self.rows:
            raise UnableToRead("Below the headings there are no rows.")
        return Sheet(self.headings, self.rows, read_as)


def tidy(cell: str) -> str:
    """Line breaks and spaces of one kind, no signs that cannot be shown."""
    if cell.isprintable():
        return cell.strip()
    text = LINE_BREAK.sub("\n", cell)
    return "".join(map(_shown, text)).strip()


def _shown(sign: str) -> str:
    if sign.isprintable() or sign in KEPT:
        return sign
    # Thin, wide and hard spaces still keep two words apart.
    return " " if unicodedata.category(sign) == "Zs" else ""
