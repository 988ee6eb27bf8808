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
def save_button(context: Any, subject: Model) -> dict[str, Any]:
    """A button that saves `subject` for later: one statement for a member, none for a visitor."""
    # An include with `only` drops the variable but not the request itself.
    request = getattr(context, "request", None)
    if request is None or not subject or not subject.pk:
        return {}
    details = {"kind": kind_of(subject), "pk": subject.pk, "here": request.path, "is_shown": True}
    if not request.user.is_authenticated:
        return details
    type_id, number = key_of(subject)
    saved = Bookmark.objects.visible_to(request.user).filter(
        content_type_id=type_id, object_id=number
    )
    return details | {
        "is_member": True,
        "saved": saved.first(),
        "csrf_token": get_token(request),
    }
