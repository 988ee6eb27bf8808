"""A published thing on one printed page, for a council or a chief."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from wagtail.rich_text import get_text_for_indexing

from .models import ResourcePage

# With these a letter-size page holds the head, five parts, the facts and the links.
PARTS_SHOWN = 5
WORDS_PER_PART = 50


@dataclass(frozen=True)
class Part:
    title: str
    text: str
    is_cut: bool


def brief_parts(page: ResourcePage) -> list[Part]:
    """The first parts of `page` that have words, each cut to about fifty of them."""
    return list(_parts(page))[:PARTS_SHOWN]


def _parts(page: ResourcePage) -> Iterator[Part]:
    for name, title in page.brief_fields.items():
        if words := _plain(getattr(page, name)):
            shown = Truncator(words).words(WORDS_PER_PART)
            yield Part(title, shown, is_cut=shown != words)


def _plain(value: Any) -> str:
    # In running text nothing else would part the items of a list.
    html = re.sub(r"([^.;:!?])</li>", r"\1;</li>", str(value or ""))
    return " ".join(get_text_for_indexing(html).split()).rstrip(";")
