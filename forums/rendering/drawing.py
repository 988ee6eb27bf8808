"""Tokens as HTML, in the shapes our stylesheets and screen readers expect."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from .addresses import REL, inside, picture_of_ours
from .parsing import parser

FIRST_HEADING, LAST_HEADING = 3, 6
NO_ALT = "Picture without a description"
CLASSES = {"handle": "mention", "topic": "topic"}


class Link(NamedTuple):
    url: str
    label: str


def draw(tokens: list[Token], names: Mapping[str, Mapping[str, Link]]) -> str:
    """HTML that still has to be sanitized. `names`: what a handle or topic leads to, by kind."""
    lower_headings(tokens)
    return _Drawing(parser()).render(tokens, parser().options, {"names": names})


def lower_headings(tokens: list[Token]) -> None:
    """Headings begin with h3, below the post's own, and never skip a level on the way down."""
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
            written = min(FIRST_HEADING + len(above) - 1, LAST_HEADING)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{written}"


def leads_away(token: Token) -> bool:
    """Whether `token` becomes a link to somewhere outside the hub."""
    if token.type == "image":
        return inside(str(token.attrGet("src"))) is None and not token.meta.get("in_link")
    return token.type == "link_open" and inside(str(token.attrGet("href"))) is None


class _Drawing(RendererHTML):
    def name(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        kind, key = tokens[at].meta["kind"], tokens[at].meta["key"]
        link = env["names"][kind].get(key)
        if link is None:
            return escapeHtml(tokens[at].content)
        url, label = escapeHtml(link.url), escapeHtml(link.label)
        return f'<a class="{CLASSES[kind]}" href="{url}">{label}</a>'

    def link_open(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return _opened(str(tokens[at].attrGet("href")))

    def image(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        """A picture of ours; one from elsewhere would tell its host who reads, so it is a link."""
        token = tokens[at]
        url = str(token.attrGet("src"))
        alt = escapeHtml(self.renderInlineAsText(token.children, options, env)) or NO_ALT
        ours = picture_of_ours(url)
        if ours:
            return f'<img src="{escapeHtml(ours)}" alt="{alt}" loading="lazy">'
        if token.meta.get("in_link"):
            return alt
        return f"{_opened(url)}{alt}</a>"

    def table_open(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        # A wide table scrolls in its frame, which the keyboard must reach. A group, not a region:
        # every region would be one more landmark of the page.
        return (
            '<div class="table-wrap" tabindex="0" role="group" aria-label="Table">'
            '<table class="table">'
        )

    def table_close(
        self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</table></div>"

    def th_open(self, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
        return '<th scope="col">'


def _opened(url: str) -> str:
    rel = "" if inside(url) else f' rel="{REL}"'
    return f'<a href="{escapeHtml(url)}"{rel}>'
