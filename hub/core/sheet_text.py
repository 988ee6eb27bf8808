"""What spreadsheet programs write when they save a table as text."""

WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SIGNS_BETWEEN_CELLS = ",;\t|"


def encoding_of(data: bytes) -> str:
    """The name of the encoding, as Python knows it, in which `data` makes sense as a text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # Every second byte of plain letters is zero in UTF-16.
    head = data[:400]
    if head.count(0) > len(head) // 3:
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Windows programs write where they do not write Unicode.
        return "cp1252"
    return "utf-8-sig"


def delimiter_of(text: str) -> str:
    """The sign between cells: the one of which the first line that says something has the most."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SIGNS_BETWEEN_CELLS, key=first.count)
