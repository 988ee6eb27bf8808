"""A page on one printed sheet, for a council or a chief."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.text import Truncator
from wagtail.rich_text import get_text_for_indexing

WORDS_PER_PART = 50


def is_brief(request: Any) -> bool:
    """Whether the reader asked for the one-page brief (?view=brief)."""
    return request.GET.get("view") == "brief"


@dataclass(frozen=True)
class Part:
    title: str
    text: str
    is_cut: bool


class Briefed:
    """For pages: what they tell at ?view=brief."""

    # Field → heading: what the brief tells, in this order.
    brief_fields: ClassVar[dict[str, str]] = {}
    # With these a letter-size page holds the head, five parts, the facts and the links.
    brief_length: ClassVar[int] = 5

    def tell_in_brief(self) -> Iterator[tuple[str, Any]]:
        """(heading, words or rich text), in order; what is empty is left out later."""
        return ((title, getattr(self, name)) for name, title in self.brief_fields.items())

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        page: Any = self
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)  # type: ignore[misc]
        if is_brief(request):
            context["brief_parts"] = brief_parts(self)
            context["address"] = request.build_absolute_uri(page.get_absolute_url())
        return context

    def get_template(self, request: Any, *args: Any, **kwargs: Any) -> str:
        if is_brief(request):
            return "core/brief.html"
        return super().get_template(request, *args, **kwargs)  # type: ignore[misc]


def brief_parts(page: Briefed) -> list[Part]:
    """The first parts of `page` that have words, each cut to about fifty of them."""
    return list(_parts(page))[: page.brief_length]


def _parts(page: Briefed) -> Iterator[Part]:
    for title, value in page.tell_in_brief():
        if words := _plain(value):
            shown = Truncator(words).words(WORDS_PER_PART)
            yield Part(title, shown, is_cut=shown != words)


def _plain(value: Any) -> str:
    # In running text nothing else would part the items of a list.
    html = re.sub(r"([^.;:!?])</li>", r"\1;</li>", str(value or ""))
    return " ".join(get_text_for_indexing(html).split()).rstrip(";")
