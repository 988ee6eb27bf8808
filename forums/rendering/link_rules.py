"""Our own rules for links: as the parser's, in time that grows with the text and not its square.

The parser's own rules read everything before each "://" and after each "[" anew: 20,000 signs of
"a:b://" took it two seconds.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image
from markdown_it.rules_inline.link import link

LONGEST_ADDRESS = 2_000
SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)\Z", re.IGNORECASE)

Rule = Callable[[StateInline, bool], bool]


def read_bare_link(state: StateInline, silent: bool) -> bool:
    """An address that begins with its scheme, before its underscores are read as emphasis."""
    linkify = state.md.linkify
    if linkify is None or state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = SCHEME.search(state.pending[-7:])
    if not scheme:
        return False
    start = state.pos - len(scheme[1])
    found = linkify.match_at_start(state.src[start : start + LONGEST_ADDRESS])
    url = found.url.rstrip("*") if found else ""
    address = state.md.normalizeLink(url)
    if not url or not state.md.validateLink(address):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        _push(state, address, state.md.normalizeLinkText(url))
    state.pos = start + len(url)
    return True


def _push(state: StateInline, address: str, text: str) -> None:
    opened = state.push("link_open", "a", 1)
    opened.attrs = {"href": address}
    opened.info = "auto"
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1)


def if_it_can_end(rule: Rule) -> Rule:
    """`rule`, asked only where a label that begins here could also end."""

    def asked(state: StateInline, silent: bool) -> bool:
        return state.src.find("]", state.pos) >= 0 and rule(state, silent)

    return asked


def install(markdown: MarkdownIt) -> None:
    markdown.inline.ruler.at("linkify", read_bare_link)
    markdown.inline.ruler.at("link", if_it_can_end(link))
    markdown.inline.ruler.at("image", if_it_can_end(image))
