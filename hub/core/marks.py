"""The editor's own marks on paragraphs and blocks say nothing: texts are compared without them."""

import json
import re
from typing import Any

from wagtail.blocks import StreamValue

# Made anew where a text comes without; within a stream, which is stored as JSON, escaped.
PARAGRAPH = r' data-block-key=\\*"[^"\\]*\\*"'
BLOCK = r', "id": "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"'
MARKS = re.compile(f"{PARAGRAPH}|{BLOCK}")


def without_marks(text: str) -> str:
    return MARKS.sub("", text)


def same_words(one: Any, other: Any) -> bool:
    """Whether two values of a field say the same, marks aside."""
    return _said(one) == _said(other)


def _said(value: Any) -> Any:
    if isinstance(value, StreamValue):
        return without_marks(json.dumps(value.get_prep_value(), default=str))
    return without_marks(value) if isinstance(value, str) else value
