"""The free part at the end of a profile: headings and paragraphs in one text."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from .kinds import Field
from .rich_texts import links_in, to_html, to_text

HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)
# As long as a heading of a page may be.
LONGEST_HEADING = 120
CAN_BE_TYPED = ("heading", "paragraph")


class Body(Field):
    def value(self, page: Any) -> str:
        return "\n\n".join(_typed(block) for block in page.body)

    def put(self, page: Any, value: str) -> None:
        known: set[str] = set()
        for block in page.body:
            if block.block_type == "paragraph":
                known |= links_in(block.value.source)
        page.body = blocks_of(value, known)


def can_be_typed(page: Any) -> bool:
    """Whether the free part holds nothing but what a text can say."""
    return all(block.block_type in CAN_BE_TYPED for block in page.body)


def blocks_of(text: str, known: Any = ()) -> list[tuple[str, Any]]:
    """`text` as blocks; raises ValidationError for links and headings that are not taken."""
    blocks: list[tuple[str, Any]] = []
    for at, part in enumerate(HEADING.split(text.replace("\r\n", "\n"))):
        if part.strip():
            is_heading = at % 2 == 1
            blocks.append(
                ("heading", {"text": _heading(part.strip())})
                if is_heading
                else ("paragraph", to_html(part, known=known))
            )
    return blocks


def _heading(text: str) -> str:
    if len(text) > LONGEST_HEADING:
        raise ValidationError(
            f"A heading has {LONGEST_HEADING} characters at most. "
            f"This one has {len(text)}: “{text[:40]}…”"
        )
    return text


def _typed(block: Any) -> str:
    if block.block_type == "heading":
        return f"## {block.value['text']}"
    # What only editors can make is named, never typed over: see can_be_typed().
    if block.block_type == "paragraph":
        return to_text(block.value.source)
    return f"({block.block_type})"
