"""The list of saved things, as their owner may still see them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from hub.notifications.subjects import address_of, fetch, name_of

from .forms import BookmarkForm
from .models import Bookmark

PAGE_SIZE = 30


@dataclass(frozen=True)
class SavedThing:
    """A saved thing; without a name when its owner may not see it any more."""

    bookmark: Bookmark
    name: str
    url: str
    form: BookmarkForm


@dataclass(frozen=True)
class SavedLeaf:
    things: list[SavedThing]
    after: int | None


def saved_things(
    reader: Any, *, after: str = "", with_form: BookmarkForm | None = None
) -> SavedLeaf:
    """A page of what `reader` saved, newest first, in two statements and one for each type.

    `with_form` takes the place of the form of its own bookmark: it holds what was typed.
    """
    bookmarks = Bookmark.objects.visible_to(reader).newest_first()
    if after.isdecimal() and len(after) < 18:
        last = Bookmark.objects.visible_to(reader).filter(pk=int(after)).first()
        if last is not None:
            bookmarks = bookmarks.behind(last)
    rows = list(bookmarks[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    found = fetch([(row.content_type_id, row.object_id) for row in shown], reader)
    things = [
        _thing(row, found.get((row.content_type_id, row.object_id)), with_form) for row in shown
    ]
    return SavedLeaf(things, shown[-1].pk if len(rows) > PAGE_SIZE else None)


def _thing(row: Bookmark, subject: Model | None, with_form: BookmarkForm | None) -> SavedThing:
    form = BookmarkForm(instance=row, auto_id=f"note-{row.pk}-%s")
    if with_form is not None and with_form.instance.pk == row.pk:
        form = with_form
    if subject is None:
        return SavedThing(row, "", "", form)
    return SavedThing(row, name_of(subject), address_of(subject), form)
