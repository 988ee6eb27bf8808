"""Who may bring in a sheet: whoever may add pages on the shelf that it fills."""

from typing import Any

from wagtail.models import Page

from .columns import KINDS, Kind
from .models import Import


def shelf_for(kind: Kind, editor: Any) -> Page | None:
    """The shelf on which `editor` may add pages of this kind; None when there is none."""
    shelves = kind.shelf._default_manager.order_by("path")
    may_add = (one for one in shelves if one.permissions_for_user(editor).can_add_subpage())
    return next(may_add, None)


def kinds_for(editor: Any) -> list[Kind]:
    return [kind for kind in KINDS.values() if shelf_for(kind, editor) is not None]


def can_import(editor: Any) -> bool:
    return bool(kinds_for(editor))


def can_change(editor: Any, page: Page) -> bool:
    return page.permissions_for_user(editor).can_edit()


def can_carry_on(editor: Any, one: Import) -> bool:
    """Permissions may have changed since the sheet was sent."""
    kind = KINDS.get(one.kind)
    return one.made_by_id == editor.pk and kind is not None and shelf_for(kind, editor) is not None


def can_take_back(editor: Any, page: Page, *, is_new: bool) -> bool:
    rights = page.permissions_for_user(editor)
    return rights.can_delete() if is_new else rights.can_edit() and not rights.page_locked()
