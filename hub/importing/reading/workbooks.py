"""Excel workbooks: the first sheet, with what its formulas last came to."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl

from .sheets import MOST_COLUMNS, MOST_ROWS, Gathering, Sheet, UnableToRead

# Within the limits of the trust plan for files that are folders inside. Which part is which, a file
# says as it likes: what holds for one holds for all.
MOST_PARTS = 2_000
MOST_UNPACKED = 32 * 2**20
MOST_OF_A_PART = 8 * 2**20
MOST_RATIO = 100
PACKED_AS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# Pictures, and the queries behind a table, which are in UTF-16: nothing here reads them.
UNREAD = ("xl/media/", "customXml/")
# "<" in the two orders of UTF-16, and the marks that say so.
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
# Programs keep formats of rows far below the last one with words.
LAST_LINE = MOST_ROWS + 2_000
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)
UNREADABLE = "This workbook cannot be read. Open it, save it anew as .xlsx, and send that."


def read_workbook(data: bytes) -> Sheet:
    has_formulas = _looked_into(data)
    gathering = Gathering()
    for line, cells in _lines(data, values=True):
        gathering.take(line, [_text(cell) for cell in cells])
    sheet = gathering.finish("Excel")
    if has_formulas:
        sheet.without_value = list(_without_value(data, sheet))
    return sheet


def _looked_into(data: bytes) -> bool:
    """Whether a sheet holds formulas. Raises UnableToRead for what must not be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts)
            names = [part.filename for part in parts]
            if "xl/workbook.xml" not in names:
                raise UnableToRead(UNREADABLE)
            if any(name.endswith("vbaProject.bin") for name in names):
                raise UnableToRead("This workbook holds macros. Save it as .xlsx without them.")
            if any(_declares(archive.read(name)) for name in names if not name.startswith(UNREAD)):
                raise UnableToRead(UNREADABLE)
            sheets = [name for name in names if name.startswith("xl/worksheets/")]
            return any(b"<f" in archive.read(name) for name in sheets if name.endswith(".xml"))
    except (*BROKEN, RuntimeError, OSError, ValueError) as error:
        raise UnableToRead(UNREADABLE) from error


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or any(map(_is_bomb, parts)):
        raise UnableToRead("This workbook unpacks to more than the hub takes. Send it as CSV.")
    if any(part.compress_type not in PACKED_AS for part in parts):
        raise UnableToRead(UNREADABLE)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    # Each by itself: something large and packed badly beside it hides nothing.
    grows = part.file_size > MOST_RATIO * max(part.compress_size, 1)
    return part.file_size > MOST_OF_A_PART or (part.file_size > 2**20 and grows)


def _declares(part: bytes) -> bool:
    # No workbook declares entities of its own; they can grow without end. None is in UTF-16, in
    # which one would not see it.
    return part.startswith(UTF_16) or b"<!DOCTYPE" in part


def _lines(data: bytes, *, values: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=values, keep_links=False
        )
        sheet = book.worksheets[0]
        # What a file says about its own size need not be so.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=LAST_LINE, max_col=MOST_COLUMNS + 1, values_only=True)
        yield from enumerate(rows, start=1)
    except UnableToRead:
        raise
    except Exception as error:
        # openpyxl fails in as many ways as there are broken files.
        raise UnableToRead(UNREADABLE) from error


def _without_value(data: bytes, sheet: Sheet) -> Iterator[tuple[int, int]]:
    known = dict(sheet.rows)
    for line, cells in _lines(data, values=False):
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and cell.startswith("="):
                row = known.get(line, [])
                if not (row[place] if place < len(row) else ""):
                    yield line, place


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
