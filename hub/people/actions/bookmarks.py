from datetime import datetime

from django.db import transaction
from django.db.models import Model

from hub.accounts.models import User
from hub.notifications.subjects import key_of

from ..models import Bookmark


@transaction.atomic
def save_bookmark(subject: Model, *, by: User, at: datetime, note: str = "") -> Bookmark:
    """Keeps `subject` for `by`, with a note; a second time changes neither."""
    type_id, number = key_of(subject)
    bookmark, _ = Bookmark.objects.get_or_create(
        person=by,
        content_type_id=type_id,
        object_id=number,
        defaults={"saved_at": at, "note": note},
    )
    return bookmark


def change_note(bookmark: Bookmark, *, note: str) -> Bookmark:
    bookmark.note = note
    bookmark.save(update_fields=["note"])
    return bookmark


def remove_bookmark(bookmark: Bookmark) -> None:
    bookmark.delete()
