"""PDF files: only those that show pages."""

import re
import zlib

from django.core.exceptions import ValidationError

# A name may hide letters as #xx, and objects may be packed in streams.
HIDDEN_SIGN = re.compile(rb"#([0-9A-Fa-f]{2})")
PACKED = re.compile(rb"/ObjStm\b[^\x00]{0,400}?\bstream\r?\n")
END = rb"(?![A-Za-z0-9])"
RUNS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)" + END
)
LOCKED = re.compile(rb"/Encrypt" + END)
AUTHOR = re.compile(rb"/Author\s*(?:\(\s*[^)\s]|<[0-9A-Fa-f]{2})|<dc:creator>")
COMMENTS = re.compile(rb"/Subtype\s*/(?:Text|FreeText|Popup|Highlight|FileAttachment)" + END)
MOST_STREAMS, LARGEST_STREAM = 2_000, 4 * 2**20
MOST_UNPACKED = 64 * 2**20


def check_pdf(data: bytes, suffix: str) -> list[str]:
    """What a PDF file says beyond its pages. Raises ValidationError when it does more than show."""
    if b"%PDF-" not in data[:1024]:
        raise ValidationError("This is not a PDF file, though its name says so.")
    said = HIDDEN_SIGN.sub(lambda found: bytes([int(found[1], 16)]), data)
    objects = [said, *_unpacked(data)]
    if any(LOCKED.search(part) for part in objects):
        raise ValidationError("This file is locked with a password. Save it without one.")
    if any(RUNS.search(part) for part in objects):
        raise ValidationError(
            "This PDF holds scripts, forms that send, or other files. Print it to a new PDF and "
            "add that one."
        )
    notes = []
    if any(AUTHOR.search(part) for part in objects):
        notes.append("The file says who wrote it.")
    if any(COMMENTS.search(part) for part in objects):
        notes.append("The file holds comments or marks.")
    return notes


def _unpacked(data: bytes) -> list[bytes]:
    parts: list[bytes] = []
    size = 0
    for number, found in enumerate(PACKED.finditer(data)):
        if number >= MOST_STREAMS or size > MOST_UNPACKED:
            raise ValidationError("This PDF is too large inside. Print it to a new PDF.")
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(data[found.end() :], LARGEST_STREAM)
        except zlib.error:
            continue
        if unpacker.unconsumed_tail and not unpacker.eof:
            raise ValidationError("This PDF is too large inside. Print it to a new PDF.")
        parts.append(HIDDEN_SIGN.sub(lambda sign: bytes([int(sign[1], 16)]), part))
        size += len(part)
    return parts
