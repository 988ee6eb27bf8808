"""Tables saved as text: CSV, with commas, semicolons or tabs, in whatever encoding."""

import csv
import io

from hub.core.sheet_text import delimiter_of, encoding_of

from .sheets import LONGEST_CELL, Gathering, Sheet, UnableToRead

TOLD = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}


def read_text(data: bytes) -> Sheet:
    encoding = encoding_of(data)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UnableToRead(_NO_TEXT) from error
    if any(sign < " " and sign not in "\t\r\n" for sign in text):
        raise UnableToRead(_NO_TEXT)
    gathering = Gathering()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        line = 0
        # Numbered as a spreadsheet program numbers them: a cell may hold several lines.
        for line, cells in enumerate(reader, start=1):
            gathering.take(line, cells)
    except csv.Error as error:
        if "field larger" in str(error):
            raise UnableToRead(
                f"A cell below row {line} holds more than {LONGEST_CELL:,} characters."
            ) from error
        raise UnableToRead(f"The file cannot be read below row {line}.") from error
    return gathering.finish(TOLD.get(encoding, "UTF-16"))


_NO_TEXT = "This file is not a table. Save the sheet as CSV or as an Excel workbook (.xlsx)."
