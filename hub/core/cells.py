"""Tables that people open in a spreadsheet program, written while they are read."""

import csv
from collections.abc import Iterable, Iterator

from .signs import without_controls

# A cell that begins with one of these is run as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def quoted_cell(value: object) -> str:
    """`value` as text that no spreadsheet program runs; None is an empty cell."""
    text = "" if value is None else without_controls(str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


class _Echo:
    """A file that hands each written line straight back."""

    def write(self, line: str) -> str:
        return line


def lines_of_csv(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Each row as a line of CSV, every cell quoted."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([quoted_cell(cell) for cell in row])
