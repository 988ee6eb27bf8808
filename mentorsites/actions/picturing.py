"""Pictures of a site: each change is a draft, like the rest of the profile."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Revision

from hub.accounts.limits import allow
from hub.accounts.models import User
from hub.media.models import CustomImage
from hub.media.reencoding import reencode

from ..models import MentorSitePage
from ..pictures import collection_of
from ..profile.fields import PICTURES
from ..profile.versions import working_copy
from .saving import lock, save_copy

MOST_PICTURES = 8


class UnableToAddPicture(Exception):
    """Says in plain words why a picture is not taken."""


def add_picture(
    site: MentorSitePage, *, file: File, alt: str, caption: str, by: User, at: datetime
) -> CustomImage:
    """Draws the picture anew and puts it into the draft. `alt` is empty for decoration.

    The form has asked whether nobody served is in it; that answer goes into the page's log.
    Raises UnableToAddPicture when the file is not taken or there are enough.
    """
    if refusal := allow("upload", by.pk, at=at):
        raise UnableToAddPicture(refusal.words)
    with transaction.atomic():
        copy = working_copy(lock(site))
        rows = PICTURES.value(copy)
        if len(rows) >= MOST_PICTURES:
            raise UnableToAddPicture(f"{MOST_PICTURES} pictures are the most. Remove one first.")
        image = _kept(site, file, alt, by=by)
        PICTURES.put(copy, [*rows, {"image": image.pk, "alt": alt, "caption": caption}])
        revision = save_copy(copy, by=by, at=at, is_whole=False)
        data = {"picture": image.pk, "nobody served is in it, the others agreed": True}
        log(instance=copy, action="wagtail.edit", user=by, revision=revision, data=data)
    return image


def _kept(site: MentorSitePage, file: File, alt: str, *, by: User) -> CustomImage:
    try:
        # Looked at before anything else opens it; saving draws it anew.
        reencode(file)
    except ValidationError as error:
        raise UnableToAddPicture(" ".join(error.messages)) from error
    file.seek(0)
    image = CustomImage(
        title=f"Picture of {site.title}"[:255],
        description=alt[:255],
        file=file,
        collection=collection_of(site),
        uploaded_by_user=by,
    )
    image.save()
    return image


@transaction.atomic
def change_picture(
    site: MentorSitePage, *, image: int, alt: str, caption: str, by: User, at: datetime
) -> Revision | None:
    """Other words for a picture in the draft; None when it is not there any more."""
    return _change(site, image, {"alt": alt, "caption": caption}, by=by, at=at)


@transaction.atomic
def remove_picture(site: MentorSitePage, *, image: int, by: User, at: datetime) -> Revision | None:
    """Takes a picture out of the draft. The file stays while a version of the page shows it."""
    return _change(site, image, None, by=by, at=at)


def _change(
    site: MentorSitePage,
    image: int,
    words: dict[str, Any] | None,
    *,
    by: User,
    at: datetime,
) -> Revision | None:
    copy = working_copy(lock(site))
    rows = PICTURES.value(copy)
    if all(row["image"] != image for row in rows):
        return None
    changed = [row | (words or {}) if row["image"] == image else row for row in rows]
    PICTURES.put(copy, [row for row in changed if words is not None or row["image"] != image])
    return save_copy(copy, by=by, at=at, is_whole=False)
