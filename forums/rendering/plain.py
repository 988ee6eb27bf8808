"""What a text says without its markup."""

import re

from markdown_it.token import Token

from .walking import walk

EXCERPT = 200
WORD = re.compile(r"\w[\w'’-]*")
SAYS_SOMETHING = frozenset({"text", "name", "code_inline", "code_block", "fence", "image"})
BREAKS = frozenset({"softbreak", "hardbreak", "inline"})


def plain_text(tokens: list[Token]) -> str:
    """One line of what is said here; what is quoted from elsewhere is left out."""
    parts = []
    for token, quoted in walk(tokens):
        if quoted:
            continue
        if token.type in SAYS_SOMETHING:
            parts.append(token.content)
        if token.type in BREAKS:
            parts.append(" ")
    return " ".join("".join(parts).split())


def excerpt(text: str) -> str:
    """About the first 200 characters of `text`, ending with a whole word."""
    if len(text) <= EXCERPT:
        return text
    cut = text[: EXCERPT - 1]
    whole = cut.rsplit(" ", 1)[0] if " " in cut[EXCERPT // 2 :] else cut
    return whole.rstrip(" ,;:.–-") + "…"


def count_words(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))
