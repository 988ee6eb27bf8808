"""Files that come with a post: few kinds, looked into before they are kept, named by us."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from PIL import Image

from hub.accounts.names import tidy_name
from hub.media.documents import check_csv, check_office, check_pdf
from hub.media.reencoding import reencode

MB = 2**20
LARGEST_FOR_NEW, LARGEST = 5 * MB, 10 * MB
LONGEST_NAME = 100
# What a file of each ending begins with.
PICTURES = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
}
DOCUMENTS: dict[str, Callable[[bytes, str], list[str]]] = {
    ".pdf": check_pdf,
    ".docx": check_office,
    ".xlsx": check_office,
    ".pptx": check_office,
    ".csv": check_csv,
}
ACCEPT = ",".join((*DOCUMENTS, *PICTURES))
OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".pptx": f"{OFFICE}presentationml.presentation",
    ".csv": "text/csv",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
NO_NAME_SIGNS = str.maketrans(dict.fromkeys('<>:"/\\|?*', " "))


@dataclass(frozen=True)
class CheckedFile:
    kind: str
    # What readers see; never a part of a path.
    name: str
    content: ContentFile
    media_type: str
    sha256: str
    width: int | None = None
    height: int | None = None
    # What the file says beyond its pages, in words for its author and for reviewers.
    notes: list[str] = field(default_factory=list)


def check_upload(file: File, *, is_new_member: bool) -> CheckedFile:
    """`file` as it may be stored: a picture drawn anew, a document that runs nothing.

    Raises ValidationError, in words for its owner.
    """
    largest = LARGEST_FOR_NEW if is_new_member else LARGEST
    if not file.size:
        raise ValidationError("This file is empty.")
    if file.size > largest:
        raise ValidationError(f"Choose a file of up to {largest // MB} MB.")
    suffix = PurePosixPath(file.name or "").suffix.lower()
    if suffix in PICTURES:
        return _picture(file, suffix)
    if suffix in DOCUMENTS:
        return _document(file, suffix)
    raise ValidationError(
        "Files of this kind cannot be added. You can add PDF, Word, Excel, PowerPoint and CSV "
        "files, and PNG, JPEG and WebP pictures."
    )


def _picture(file: File, suffix: str) -> CheckedFile:
    file.seek(0)
    if not file.read(16).startswith(PICTURES[suffix]):
        raise ValidationError("This is not the kind of picture that its name says.")
    drawn = reencode(file).read()
    ending = ".jpg" if drawn.startswith(PICTURES[".jpg"]) else ".png"
    content = _named(drawn, ending)
    width, height = Image.open(content).size
    content.seek(0)
    return CheckedFile(
        kind="picture",
        name=display_name(file.name or "", ending),
        content=content,
        media_type=MEDIA_TYPES[ending],
        sha256=hashlib.sha256(drawn).hexdigest(),
        width=width,
        height=height,
    )


def _document(file: File, suffix: str) -> CheckedFile:
    file.seek(0)
    data = file.read()
    notes = DOCUMENTS[suffix](data, suffix)
    return CheckedFile(
        kind=suffix[1:],
        name=display_name(file.name or "", suffix),
        content=_named(data, suffix),
        media_type=MEDIA_TYPES[suffix],
        sha256=hashlib.sha256(data).hexdigest(),
        notes=notes,
    )


def _named(data: bytes, suffix: str) -> ContentFile:
    return ContentFile(data, name=f"{secrets.token_hex(16)}{suffix}")


def display_name(name: str, suffix: str) -> str:
    """The last part of `name` without signs that no file system or reader wants, and `suffix`."""
    last = tidy_name(name.replace("\\", "/")).rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0].translate(NO_NAME_SIGNS)
    tidy = " ".join(stem.split()).lstrip(". ")[: LONGEST_NAME - len(suffix)].rstrip()
    return f"{tidy or 'file'}{suffix}"
