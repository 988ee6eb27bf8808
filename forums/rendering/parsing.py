"""Markdown as its tokens: CommonMark with tables, strikethrough and bare addresses as links."""

import threading

from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.token import Token

from . import link_rules
from .addresses import may_link
from .names import find_names
from .tidying import tidy_text

LONGEST = 20_000
# Five lists within each other. Twice that costs twice the time on a text of nothing but brackets.
DEEPEST = 10
# Only these end a bare host name: with every country's, "home.So" and "it.In" would be links.
ENDINGS = ["com", "edu", "gov", "mil", "net", "org"]
# Linkify keeps what it found last on itself, so each thread has its own parser.
_own = threading.local()


def parser() -> MarkdownIt:
    if not hasattr(_own, "parser"):
        _own.parser = _build()
    return _own.parser


def parse(source: str) -> list[Token]:
    """The tokens of `source`; what is beyond LONGEST characters is left out."""
    return parser().parse(tidy_text(source)[:LONGEST], {})


class _Addresses(LinkifyIt):
    def normalize(self, match: Match) -> None:
        # Who writes "example.org" means the safe way there.
        if match.schema:
            super().normalize(match)
        else:
            match.url = f"https://{match.url}"


def _build() -> MarkdownIt:
    options = {"html": False, "linkify": True, "breaks": True, "maxNesting": DEEPEST}
    markdown = MarkdownIt("commonmark", options)
    markdown.enable(["linkify", "table", "strikethrough"])
    markdown.linkify = _Addresses().tlds(ENDINGS)
    markdown.linkify.add("//", None).add("ftp:", None)
    markdown.validateLink = may_link  # type: ignore[method-assign]
    link_rules.install(markdown)
    markdown.core.ruler.before("text_join", "names", find_names)
    return markdown
