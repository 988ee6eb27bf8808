from typing import Any

from django import template
from django.db.models import Model
from django.middleware.csrf import get_token

from ..lists import unread_for
from ..models import Follow
from ..subjects import key_of, kind_of, name_of

register = template.Library()


@register.inclusion_tag("notifications/follow_button.html", takes_context=True)
def follow_button(context: Any, subject: Model, known: str | None = None) -> dict[str, Any]:
    """Follow, or how closely it is followed: one statement for a member, none for a visitor.

    `known` is the level where the page knows it already, "" for not followed: no statement then.
    """
    # An include with `only` drops the variable but not the request itself.
    request = getattr(context, "request", None)
    if request is None or not subject:
        return {}
    details: dict[str, Any] = {
        "kind": kind_of(subject),
        "pk": subject.pk,
        "title": name_of(subject),
        "here": request.path,
        "is_shown": True,
    }
    if not request.user.is_authenticated:
        return details
    return details | {
        "is_member": True,
        "level": _level(subject, request.user) if known is None else known,
        "levels": Follow.Level.choices,
        "csrf_token": get_token(request),
    }


def _level(subject: Model, reader: Any) -> str:
    kept = Follow.objects.of(reader).to_any([key_of(subject)]).first()
    return kept.level if kept else ""


@register.inclusion_tag("notifications/bell.html", takes_context=True)
def notification_bell(context: Any, classname: str = "tool") -> dict[str, Any]:
    """The way to the notifications, with how many are for the reader; nothing for a visitor."""
    request = getattr(context, "request", None)
    if request is None or not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    return {"is_member": True, "unread": unread_for(request.user), "classname": classname}
