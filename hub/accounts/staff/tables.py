"""Reads a list of people to invite from whatever a spreadsheet program saved or somebody pasted."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from hub.core.sheet_text import WORKBOOK_STARTS, delimiter_of, encoding_of

MOST_BYTES = 2**20
MOST_ROWS = 2_000
COLUMNS = ("email", "name", "note")
# Letters and digits of the headings that people use.
HEADINGS = {
    "email": {"email", "emailaddress", "mail", "mailaddress", "workemail", "workemailaddress"},
    "name": {"name", "fullname", "displayname", "person", "member"},
    "note": {"note", "notes", "message", "line", "alineforthem"},
}


class UnableToRead(Exception):
    """Says in one sentence what is wrong with the whole list."""


@dataclass(frozen=True)
class Row:
    """What one line says. `line` counts as a text editor does, where the row begins."""

    line: int
    email: str
    name: str = ""
    note: str = ""


def read_rows(data: bytes) -> list[Row]:
    if len(data) > MOST_BYTES:
        raise UnableToRead("The list is larger than 1 MB: send it in parts.")
    text = _decoded(data)
    places: dict[str, int] | None = None
    rows: list[Row] = []
    for line, cells in _cells(text):
        if places is None:
            places, is_heading = _places(cells)
            if is_heading:
                continue
        if len(rows) == MOST_ROWS:
            raise UnableToRead(f"The list has more than {MOST_ROWS:,} rows: send it in parts.")
        rows.append(Row(line, **_named(cells, places)))
    if not rows:
        raise UnableToRead("There is no address in this list.")
    return rows


def _decoded(data: bytes) -> str:
    if data.startswith(WORKBOOK_STARTS):
        raise UnableToRead("This is a workbook. Save the sheet as CSV and send that.")
    text = data.decode(encoding_of(data), "replace").removeprefix("\ufeff")
    if "\0" in text:
        raise UnableToRead("This is not a text. Save the sheet as CSV and send that.")
    return text


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter_of(text))
    line = 1
    try:
        for cells in reader:
            tidy = [" ".join(cell.split()) for cell in cells]
            if any(tidy):
                yield line, tidy
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnableToRead(f"The list cannot be read from line {line} on.") from error


def _places(cells: list[str]) -> tuple[dict[str, int], bool]:
    """Where each column is, and whether these cells are headings rather than a person."""
    words = ["".join(sign for sign in cell.casefold() if sign.isalnum()) for cell in cells]
    found = {
        column: next(place for place, word in enumerate(words) if word in HEADINGS[column])
        for column in COLUMNS
        if HEADINGS[column] & set(words)
    }
    if "email" in found:
        return found, True
    if "@" in cells[0]:
        return {column: place for place, column in enumerate(COLUMNS)}, False
    raise UnableToRead(
        "The first line must name the columns: email, and if you like name and note."
    )


def _named(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    return {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
