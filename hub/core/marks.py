"""The editor's own marks on paragraphs, which say nothing: two texts are compared without them."""

import re

# Made anew where a text comes without; within a stream, which is stored as JSON, escaped.
MARKS = re.compile(r' data-block-key=\\*"[^"\\]*\\*"')


def without_marks(text: str) -> str:
    return MARKS.sub("", text)
