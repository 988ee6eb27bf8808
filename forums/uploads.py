"""Files on their way into a post: checked, kept, and shown to nobody but their owner until then."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from hub.accounts.limits import allow
from hub.accounts.models import User

from .files import check_upload
from .models import Attachment

# What one person may keep here: trust plan, 1.5 C7.
MOST_BYTES, MOST_FILES = 200 * 2**20, 200


class UnableToUpload(Exception):
    """Says in plain words why a file is not taken."""


def take_upload(
    file: Any, *, alt: str, may_be_reused: bool, is_new_member: bool, by: User, at: datetime
) -> Attachment:
    """Keeps `file` until it becomes part of a post. Raises UnableToUpload when it is not taken."""
    if refusal := allow("upload", by.pk, at=at):
        raise UnableToUpload(refusal.words)
    try:
        checked = check_upload(file, is_new_member=is_new_member)
    except ValidationError as error:
        raise UnableToUpload(" ".join(error.messages)) from error
    _check_room(by, len(checked.content))
    upload = Attachment(
        uploader=by,
        name=checked.name,
        kind=checked.kind,
        media_type=checked.media_type,
        size=len(checked.content),
        sha256=checked.sha256,
        alt=alt.strip(),
        width=checked.width,
        height=checked.height,
        may_be_reused=may_be_reused,
        notes=checked.notes,
        created_at=at,
    )
    upload.file.save(checked.content.name or "file", checked.content, save=False)
    upload.save()
    return upload


def _check_room(person: User, size: int) -> None:
    sizes = list(Attachment.objects.filter(uploader=person).values_list("size", flat=True))
    if len(sizes) >= MOST_FILES or sum(sizes) + size > MOST_BYTES:
        raise UnableToUpload(
            "You have uploaded 200 files or 200 MB, which is the most one person can. "
            "Remove posts with files you no longer need, or write to us."
        )


def kept_uploads(asked: Iterable[str], *, by: Any) -> list[Attachment]:
    """The files with these numbers that `by` uploaded and that are part of no post yet."""
    numbers = [int(one) for one in asked if one.isascii() and one.isdecimal() and len(one) < 18]
    if not numbers or not by.is_authenticated:
        return []
    return list(Attachment.objects.filter(pk__in=numbers, uploader=by, post=None).order_by("pk"))
