"""@handles and #topics in a text: where they stand, and the links they become."""

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Not after a letter, an address or another sign of the kind; a topic has at least one letter.
NAME = re.compile(
    r"(?<![\w@#&./:=?+\\-])"
    r"(?:@(?P<handle>[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)"
    r"|#(?P<topic>(?=[0-9-]{0,98}[a-z])[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?))"
    r"(?![\w@-])",
    re.IGNORECASE | re.ASCII,
)


def find_names(state: StateCore) -> None:
    """Puts a token of type "name" where a text names a member or a topic, links left alone."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_with_names(block.children))


def _with_names(tokens: list[Token]) -> Iterator[Token]:
    links = 0
    before = ""
    for token in tokens:
        links += (token.type == "link_open") - (token.type == "link_close")
        if links and token.type == "image":
            token.meta["in_link"] = True
        # "joe\_b@example": an escaped sign is a token of its own, and yet no beginning.
        joined = before.endswith(tuple("@#&./:=?+\\-_")) or before[-1:].isalnum()
        if token.type == "text" and not links:
            yield from _split(token, joined=joined)
        else:
            yield token
        before = token.content if token.type in ("text", "text_special") else ""


def _split(token: Token, *, joined: bool) -> Iterator[Token]:
    text, done = token.content, 0
    for found in NAME.finditer(text):
        if found.start() == 0 and joined:
            continue
        yield _text(text[done : found.start()], level=token.level)
        kind = found.lastgroup or ""
        yield Token(
            "name", "", 0, content=found[0], level=token.level,
            meta={"kind": kind, "key": found[kind].lower()},
        )  # fmt: skip
        done = found.end()
    yield _text(text[done:], level=token.level)


def _text(content: str, *, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)
