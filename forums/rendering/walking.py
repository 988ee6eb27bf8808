"""Walks over the tokens of a text."""

from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.token import Token


class Step(NamedTuple):
    token: Token
    quoted: bool


def walk(tokens: list[Token]) -> Iterator[Step]:
    """Every token, those within a line after their line, and whether it stands in a quotation."""
    depth = 0
    for token in tokens:
        depth += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        yield Step(token, depth > 0)
        for child in token.children or ():
            yield Step(child, depth > 0)
