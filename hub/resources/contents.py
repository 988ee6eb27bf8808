"""The parts of a page that hold something: their headings, and the list of them beside the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify


@dataclass(frozen=True)
class Heading:
    """One line of a table of contents. `id` is the anchor in the page."""

    id: str
    title: str


@dataclass(frozen=True)
class Part:
    """A part of a page, shown when one of `fields` (without any: the field `id`) is filled."""

    id: str
    title: str
    fields: tuple[str, ...] = field(default=())

    def is_in(self, page: Any) -> bool:
        return any(is_filled(getattr(page, name)) for name in self.fields or (self.id,))


def is_filled(value: Any) -> bool:
    # The editor leaves an empty paragraph in a rich text that was typed and taken out again.
    return bool(strip_tags(value).strip()) if isinstance(value, str) else bool(value)


def headings_of(page: Any) -> dict[str, str]:
    """Anchor → heading for every declared part of `page` that holds something."""
    return {part.id: part.title for part in page.parts if part.is_in(page)}


def contents_of(page: Any, headings: dict[str, str], related: Iterable[Any]) -> list[Heading]:
    """Everything with a heading on `page`, in the order of the page."""
    return [
        *(Heading(anchor, title) for anchor, title in headings.items()),
        *_headings_in(page.body),
        *(Heading(f"related-{group.name}", group.heading) for group in related),
        *([Heading("sources", "Sources")] if page.sources else []),
    ]


def _headings_in(body: Iterable[Any]) -> list[Heading]:
    texts = [block.value["text"] for block in body if block.block_type == "heading"]
    return [Heading(slugify(text), text) for text in texts]
