"""PDF files: only those that show pages."""

import re
import zlib

from django.core.exceptions import ValidationError

# A name may hide letters as #xx.
HIDDEN_SIGNS = re.compile(rb"(?:#[0-9A-Fa-f]{2})++")
END = rb"(?![A-Za-z0-9])"
# One by one: a search for fixed letters is fast whatever the file is made of.
NAMES = b"JavaScript JS Launch EmbeddedFile EmbeddedFiles RichMedia XFA ImportData SubmitForm"
RUNS = [re.compile(rb"/" + name + END) for name in NAMES.split()]
LOCKED = re.compile(rb"/Encrypt" + END)
AUTHOR = re.compile(rb"/Author\s*+(?:\(\s*+[^)\s]|<[0-9A-Fa-f]{2})|<dc:creator>")
COMMENTS = re.compile(rb"/Subtype\s*+/(?:Text|FreeText|Popup|Highlight|FileAttachment)" + END)
# Objects may be packed in streams. Some readers know those by their type, others by the number
# in /First; in an outline /First refers to an entry ("/First 8 0 R").
PACKED = re.compile(rb"/ObjStm" + END)
PACKED_UNTYPED = re.compile(rb"/First\s++\d++\s*+[/>]")
# The only way of packing that programs use. Any other is there to hide something.
PACKED_PLAINLY = re.compile(
    rb"""obj\s*+<<\s*+(?:
        /Type\s*+/ObjStm\s*+
        | /(?:N|First|Length)\s++\d++(?:\s++\d++\s++R)?\s*+
        | /Extends\s++\d++\s++\d++\s++R\s*+
        | (?P<flate>/Filter\s*+(?:/FlateDecode|\[\s*+/FlateDecode\s*+\]))\s*+
    ){1,12}>>\s*+stream\r?\n""",
    re.VERBOSE,
)
# An object's number begins a line, so that it stands in no comment.
NUMBER = re.compile(rb"[\r\n]\s*\d+\s+\d+\s+\Z")
LONGEST_NUMBER = 40
MOST_HIDDEN_SIGNS = 50_000
MOST_STREAMS = 2_000
LARGEST_STREAM_PACKED, LARGEST_STREAM = 2**20, 4 * 2**20
MOST_UNPACKED = 32 * 2**20
TOO_LARGE = "This PDF is too large inside. Print it to a new PDF."
UNUSUAL = "This PDF is packed in an unusual way. Print it to a new PDF and add that one."


def check_pdf(data: bytes, suffix: str) -> list[str]:
    """What a PDF file says beyond its pages. Raises ValidationError when it does more than show."""
    if b"%PDF-" not in data[:1024]:
        raise ValidationError("This is not a PDF file, though its name says so.")
    said = _spelled_out(data)
    objects = [said, _spelled_out(b"\n".join(_unpacked(data, said)))]
    if any(LOCKED.search(part) for part in objects):
        raise ValidationError("This file is locked with a password. Save it without one.")
    if any(name.search(part) for part in objects for name in RUNS):
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


def _spelled_out(data: bytes) -> bytes:
    """The same with all names as readers understand them."""
    said, number = HIDDEN_SIGNS.subn(_signs, data, count=MOST_HIDDEN_SIGNS)
    if number == MOST_HIDDEN_SIGNS:
        raise ValidationError(UNUSUAL)
    return said


def _signs(found: re.Match[bytes]) -> bytes:
    return bytes.fromhex(found[0].replace(b"#", b"").decode("ascii"))


def _unpacked(data: bytes, said: bytes) -> list[bytes]:
    """The objects in all streams of objects. Raises ValidationError when one cannot be read."""
    streams = _packed(data)
    for kind in (PACKED, PACKED_UNTYPED):
        if sum(1 for _ in kind.finditer(said)) > sum(bool(kind.search(one[0])) for one in streams):
            raise ValidationError(UNUSUAL)
    parts: list[bytes] = []
    size = end = 0
    for found in streams:
        if found.start() < end:
            raise ValidationError(UNUSUAL)
        # One that is not compressed has been read with the rest of the file.
        if found["flate"]:
            part, end = _unpack(data, found.end())
            parts.append(part)
            size += len(part)
        if size > MOST_UNPACKED:
            raise ValidationError(TOO_LARGE)
    return parts


def _packed(data: bytes) -> list[re.Match[bytes]]:
    streams = []
    for found in PACKED_PLAINLY.finditer(data):
        if NUMBER.search(data[max(found.start() - LONGEST_NUMBER, 0) : found.start()]):
            streams.append(found)
        if len(streams) > MOST_STREAMS:
            raise ValidationError(TOO_LARGE)
    return streams


def _unpack(data: bytes, start: int) -> tuple[bytes, int]:
    """What the stream at this place holds, and where it ends."""
    unpacker = zlib.decompressobj()
    # A part of the file only: what follows the stream is copied.
    packed = memoryview(data)[start : start + LARGEST_STREAM_PACKED]
    try:
        part = unpacker.decompress(packed, LARGEST_STREAM)
    except zlib.error as error:
        raise ValidationError(UNUSUAL) from error
    if not unpacker.eof:
        raise ValidationError(TOO_LARGE)
    return part, start + len(packed) - len(unpacker.unused_data)
