from typing import Any

from django import template
from django.db.models import Model
from django.middleware.csrf import get_token

from hub.notifications.subjects import key_of, kind_of

from ..avatars import initials as initials_of
from ..models import Bookmark

register = template.Library()


@register.filter
def initials(name: str) -> str:
    return initials_of(name)


@register.inclusion_tag("people/save_button.html", takes_context=True)
def save_button(context: Any, subject: Model, known: int | None = None) -> dict[str, Any]:
    """A button that saves `subject` for later: one statement for a member, none for a visitor.

    `known` is the number of the bookmark where the page knows it already, 0 for none.
    """
    # An include with `only` drops the variable but not the request itself.
    request = getattr(context, "request", None)
    if request is None or not subject or not subject.pk:
        return {}
    details = {"kind": kind_of(subject), "pk": subject.pk, "here": request.path, "is_shown": True}
    if not request.user.is_authenticated:
        return details
    return details | {
        "is_member": True,
        "saved": _saved(subject, request.user) if known is None else known,
        "csrf_token": get_token(request),
    }


def _saved(subject: Model, reader: Any) -> int:
    type_id, number = key_of(subject)
    saved = Bookmark.objects.visible_to(reader).filter(content_type_id=type_id, object_id=number)
    return saved.values_list("pk", flat=True).first() or 0
