"""The picture that goes along when somebody sends the address of a page."""

from collections.abc import Callable
from typing import Any

from django.db.models import prefetch_related_objects
from django.templatetags.static import static
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

# As in components/blocks/image.html: the picture is shown anyway, so it is made only once.
SHOWN_AS = "width-800|format-webp"
MARK = "img/mark.png"
MARK_ALT = "The mark of the Co-Responder Hub: three arcs around a point"

Metas = list[tuple[str, str]]


def picture_of(page: Any, absolute: Callable[[str], str]) -> Metas:
    """OpenGraph's words for the first picture that `page` shows; for the mark if it shows none."""
    block: Any = page.first_picture() if page else None
    address = _address(block["image"]) if block else ""
    if not address:
        return [("og:image", absolute(static(MARK))), ("og:image:alt", MARK_ALT)]
    return [("og:image", absolute(address)), ("og:image:alt", block["alt"])]


def _address(image: Any) -> str:
    if image is None:
        return ""
    # The template of the picture looks here too: no statement more than without this.
    prefetch_related_objects([image], "renditions")
    try:
        return str(image.get_rendition(SHOWN_AS).url)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return ""
