"""Quotations: a post's words in another post, linked to where they were said."""

import re

from .addresses import post_at
from .parsing import parse
from .tidying import tidy_text
from .walking import walk

MARKUP = re.compile(r"([\\`*_\[\]<>#@~|!])")


def quote(text: str, *, name: str, url: str) -> str:
    """Markdown that quotes what `name` wrote at `url`, without what `text` itself quotes."""
    lines = [line for line in tidy_text(text).split("\n") if not line.lstrip().startswith(">")]
    said = "\n".join(lines).strip()
    who = MARKUP.sub(r"\\\1", " ".join(name.split()))
    body = "\n".join(f"> {line}".rstrip() for line in said.split("\n"))
    return f"> **[{who} wrote]({url})**\n>\n{body}\n\n"


def quoted_posts(source: str) -> list[tuple[int, int]]:
    """Thread and number of every post that `source` links to, in order, each once."""
    links = (
        str(step.token.attrGet("href"))
        for step in walk(parse(source))
        if step.token.type == "link_open"
    )
    return list(dict.fromkeys(post for link in links if (post := post_at(link))))
