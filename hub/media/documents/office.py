"""Word, Excel and PowerPoint files: zip files of a known shape, looked into without unpacking."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError

MAIN_PARTS = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
}
MOST_PARTS, HIGHEST_RATIO, MOST_UNPACKED = 2_000, 100, 200 * 2**20
# Tiny parts of one repeated sign pack better than any bomb needs to.
SMALL_PART = 64 * 2**10
LARGEST_READ = 8 * 2**20
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RUNS = re.compile(r"vbaproject|macrosheets|/activex/|/embeddings/|vbadata|\.bin$", re.IGNORECASE)
PRINTER = re.compile(r"printerSettings\d{0,3}\.bin$", re.IGNORECASE)
MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
FETCHES = re.compile(rb"attachedTemplate|oleObject|externalLink(?:Path)?", re.IGNORECASE)
OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External', re.IGNORECASE)
# (which parts, what stands in them, what we say): by the standard ECMA-376, parts 1 and 4.
UNREADABLE = (
    BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    zlib.error,
)
COMMENTS = "The file holds comments."
NOTES = (
    (r"word/comments\w*\.xml$", rb"<w:comment[ >]", COMMENTS),
    (
        r"xl/(?:comments\w*|threadedComments/\w+)\.xml$",
        rb"<(?:x:)?(?:comment|threadedComment)[ >]",
        COMMENTS,
    ),
    (r"ppt/comments/", rb"<p\w*:cm[ >]", COMMENTS),
    (
        r"word/\w+\.xml$",
        rb"<w:(?:ins|del|moveFrom|moveTo) ",
        "The file shows who changed what (tracked changes).",
    ),
    (
        r"xl/workbook\.xml$",
        rb"<(?:x:)?sheet [^>]*state\s*=\s*[\"'](?:hidden|veryHidden)",
        "The file holds hidden sheets.",
    ),
    (
        r"xl/worksheets/",
        rb"<(?:x:)?(?:row|col) [^>]*hidden\s*=\s*[\"'](?:1|true)",
        "The file holds hidden rows or columns.",
    ),
    (
        r"ppt/slides/",
        rb"<p:sld [^>]*show\s*=\s*[\"'](?:0|false)",
        "The file holds hidden slides.",
    ),
    (r"ppt/notesSlides/", rb"<a:t>[^<]*\w", "The slides have speaker notes."),
    (
        r"docProps/core\.xml$",
        rb"<(?:dc:creator|cp:lastModifiedBy)>\s*[^<\s]",
        "The file says who wrote or changed it.",
    ),
)


def check_office(data: bytes, suffix: str) -> list[str]:
    """What the file says beyond its pages. Raises ValidationError when it is not what it says."""
    if data.startswith(OLD_OR_LOCKED):
        raise ValidationError(
            "This file is locked with a password or of an old kind. Save it anew, without one."
        )
    try:
        with ZipFile(BytesIO(data)) as archive:
            check_size(archive.infolist())
            _check_parts(archive, suffix)
            return list(dict.fromkeys(_notes(archive)))
    except UNREADABLE as error:
        raise ValidationError("This file is damaged. Save it anew and try again.") from error


def check_size(parts: list[ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    packed = any(
        part.file_size > SMALL_PART and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if len(parts) > MOST_PARTS or total > MOST_UNPACKED or packed:
        raise ValidationError("This file is too large inside. Make it smaller and try again.")


def _check_parts(archive: ZipFile, suffix: str) -> None:
    names = archive.namelist()
    if "[Content_Types].xml" not in names or MAIN_PARTS[suffix] not in names:
        raise ValidationError(f"This is not a {suffix[1:]} file, though its name says so.")
    runs = any(RUNS.search(name) and not PRINTER.search(name) for name in names)
    if runs or MACROS.search(_read(archive, "[Content_Types].xml")):
        raise ValidationError(
            "This file holds macros or other files. Save it without them and try again."
        )
    for name in names:
        if name.endswith(".rels"):
            links = _read(archive, name)
            if FETCHES.search(links) and OUTSIDE.search(links):
                raise ValidationError(
                    "This file loads parts from elsewhere. Save it without linked files."
                )


def _notes(archive: ZipFile) -> Iterator[str]:
    for part, sign, note in NOTES:
        for name in archive.namelist():
            if re.match(part, name) and re.search(sign, _read(archive, name)):
                yield note
                break


def _read(archive: ZipFile, name: str) -> bytes:
    # A header can lie about the size, so no more than this is unpacked of any part.
    with archive.open(name) as part:
        return part.read(LARGEST_READ)
