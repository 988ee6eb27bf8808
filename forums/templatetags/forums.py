"""What other rooms show of the forums."""

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timesince import timesince

from forums.discussing import threads_about
from forums.growing import origin_of
from forums.rendering.sanitizing import sanitize

register = template.Library()


@register.filter
def sanitized(html: str) -> SafeString:
    """What the renderer made of somebody's words, cleaned once more on its way to the page: what
    was stored by an older version, or past it, is no more trusted than what was typed.
    """
    return SafeString(sanitize(html))


@register.filter
def how_long_ago(moment: datetime) -> str:
    """ "3 days ago": one figure, for a list; the exact moment is in the element around it."""
    ago = timesince(moment, depth=1)
    return "just now" if ago.startswith("0") else f"{ago} ago"


@register.inclusion_tag("forums/discussion.html", takes_context=True)
def discussion(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """The threads about `page`, where it grew, and how to begin one. Three statements."""
    reader = context["request"].user
    return {
        "rows": threads_about(page, reader, at=timezone.now()),
        "origin": origin_of(page, reader),
        "ask_url": f"{reverse('forums:ask')}?about={page.pk}",
    }
