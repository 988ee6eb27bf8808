"""Pictures of sites that no page and no version of a page shows any more."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from wagtail.models import ReferenceIndex, Revision

from hub.media.models import CustomImage

from .pictures import NAME

# How a version of a page names a picture: as a value ("image": 12), or in prose.
AS_VALUE = re.compile(r'image\\*"\s*(?:,\s*\\*"value\\*"\s*)?:\s*\\*"?(\d+)')
IN_PROSE = re.compile(r"<embed\b[^>]*>")
AN_ID = re.compile(r'\bid=\\*"(\d+)')


def forget_unused_pictures(before: datetime) -> int:
    """Deletes those of sites that were put there before this moment; returns how many."""
    old = CustomImage.objects.filter(collection__name__startswith=NAME, created_at__lt=before)
    left = {
        image.pk: image for image in old if not ReferenceIndex.get_references_to(image).exists()
    }
    for number in _named_in_versions() if left else ():
        left.pop(number, None)
    for image in left.values():
        # One by one: with each go its file and what was drawn from it.
        image.delete()
    return len(left)


def _named_in_versions() -> Iterator[int]:
    """The numbers of pictures in every version there is. A number too many keeps a picture."""
    for content in Revision.objects.values_list("content", flat=True).iterator(chunk_size=100):
        text = json.dumps(content)
        yield from (int(number) for number in AS_VALUE.findall(text))
        for embed in IN_PROSE.findall(text):
            yield from (int(number) for number in AN_ID.findall(embed))
