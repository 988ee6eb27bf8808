"""From the bytes of a file to its sheet, by what is in it and not by its name."""

from .sheets import MOST_BYTES, Sheet, UnableToRead
from .texts import read_text
from .workbooks import read_workbook

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# Beginnings of what people choose by mistake.
NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"MZ", b"\x7fELF")


def read_file(data: bytes) -> Sheet:
    """Raises UnableToRead with one sentence for the editor."""
    if len(data) > MOST_BYTES:
        raise UnableToRead("The file is larger than 5 MB. Send it in parts.")
    if data.startswith(OLD_WORKBOOK):
        raise UnableToRead("This is an old or locked workbook. Save it as .xlsx without password.")
    if data.startswith(NO_TABLES):
        raise UnableToRead("This file is not a table. Choose a CSV file or an .xlsx workbook.")
    if data.startswith(b"PK"):
        return read_workbook(data)
    return read_text(data)
