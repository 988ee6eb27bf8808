"""The rich texts of a profile as plain text to type, and back.

Blank lines part paragraphs; "- " and "1. " begin lists, "### " a heading; **bold**, *slanted* and
[words](address) are Markdown's. What the editors' own field can express has a form here, too.
"""

import re
from collections.abc import Collection
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

# What a link may lead to: the web, and the hub itself. Mail addresses stay with the network.
ADDRESS = re.compile(r"(?:https?://[^\s/\\]+\S*|/(?![/\\])\S*)\Z", re.IGNORECASE)
# Wagtail's own links, as it stores them: a page or a document by its number.
STORED = re.compile(r"(page|document):(\d{1,12})\Z")
TAGS = {"strong": "b", "em": "i", "paragraph": "p", "bullet_list": "ul", "ordered_list": "ol"}
PLAIN = {"list_item": "li", "heading": "h3"}
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
LISTS = ("ul", "ol")
SPECIAL = re.compile(r"([\\*\[\]`]|(?<!\w)_|_(?!\w))")
LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|\d{1,9}(?=[.)]\s))", re.MULTILINE)
# Deep lists are nobody's and cost time.
DEEPEST = 12


def to_html(text: str, *, known: Collection[str] = ()) -> str:
    """`text` as the safe HTML that Wagtail stores.

    Raises ValidationError for a link to anything but the web or the hub, unless it is one of
    `known`: what an editor put there before stays.
    """
    tokens = _parser().parse(text.replace("\r\n", "\n").strip())
    return "".join(_drawn(token, known) for token in tokens if not token.hidden)


def to_text(html: str) -> str:
    """Stored HTML as text to type."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


def links_in(html: str) -> frozenset[str]:
    """The addresses that `html` leads to, as to_text() writes them."""
    reader = _Reader()
    reader.feed(html)
    return frozenset(reader.links)


def retyped(text: str, stored: str) -> str:
    """`text` as HTML; what was not touched stays as it is stored, to the letter."""
    if text.replace("\r\n", "\n").strip() == to_text(stored).strip():
        return stored
    return to_html(text, known=links_in(stored))


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"maxNesting": DEEPEST})
    markdown.enable(["emphasis", "link", "list", "escape", "heading", "newline", "balance_pairs"])
    # Which addresses are taken is said below, in words for the writer.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown


def _drawn(token: Token, known: Collection[str]) -> str:
    if token.type == "inline":
        return "".join(_drawn(child, known) for child in token.children or [])
    if token.type == "text":
        return escape(token.content)
    if token.type in ("softbreak", "hardbreak"):
        return "<br/>"
    kind, _, side = token.type.rpartition("_")
    if kind == "link":
        return _opened(str(token.attrGet("href")), known) if side == "open" else "</a>"
    tag = TAGS.get(kind) or PLAIN[kind]
    return f"<{tag}>" if side == "open" else f"</{tag}>"


def _opened(address: str, known: Collection[str]) -> str:
    if not ADDRESS.match(address) and address not in known:
        raise ValidationError(
            "A link leads to a page of the web (https://…) or of the hub (/…). "
            "Addresses and numbers of persons stay with the network."
        )
    stored = STORED.match(address)
    if stored:
        return f'<a linktype="{stored[1]}" id="{stored[2]}">'
    return f'<a href="{escape(address)}">'


class _Reader(HTMLParser):
    """Collects blocks of text from the HTML that Wagtail's editor makes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.line = ""
        self.links: list[str] = []
        self.lists: list[list] = []
        self.is_item = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in LISTS:
            self._end_block()
            self.lists.append([tag, 0])
        elif tag in ("p", "li", "h2", "h3", "h4", "div"):
            self._begin_block(tag)
        elif tag == "br":
            self.line += "\n"
        elif tag in MARKS:
            self.line += MARKS[tag]
        elif tag == "a":
            self.links.append(_address(dict(attrs)))
            self.line += "["

    def handle_endtag(self, tag: str) -> None:
        if tag in LISTS and self.lists:
            self._end_block()
            self.lists.pop()
        elif tag in ("p", "li", "h2", "h3", "h4", "div"):
            self._end_block()
        elif tag in MARKS:
            self._close(MARKS[tag])
        elif tag == "a" and self.links:
            self.line += f"]({self.links[-1]})"

    def handle_data(self, data: str) -> None:
        text = SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", data))
        if text.strip() or self.line.strip():
            self.line += text

    def _close(self, mark: str) -> None:
        # "**word **" is no Markdown: the space goes behind the mark.
        bare = self.line.rstrip(" ")
        gap = self.line[len(bare) :]
        empty = bare.endswith(mark) and not bare.removesuffix(mark).endswith(mark[0])
        self.line = (bare.removesuffix(mark) if empty else bare + mark) + gap

    def _begin_block(self, tag: str) -> None:
        if tag == "p" and self.is_item and not self.line.strip():
            return
        self._end_block()
        self.is_item = tag == "li"
        self.prefix = self._prefix(tag)

    def _prefix(self, tag: str) -> str:
        if tag in ("h2", "h3", "h4"):
            return "### "
        if tag != "li" or not self.lists:
            return ""
        self.lists[-1][1] += 1
        kind, number = self.lists[-1]
        return "    " * (len(self.lists) - 1) + (f"{number}. " if kind == "ol" else "- ")

    def _end_block(self) -> None:
        line, self.line = self.line.strip(" "), ""
        if not line.strip():
            return
        prefix = getattr(self, "prefix", "")
        body = LINE_START.sub(_escaped, line)
        self.blocks.append(prefix + body.replace("\n", "\n" + " " * len(prefix)))
        self.prefix, self.is_item = "", False

    def text(self) -> str:
        self._end_block()
        text = ""
        for before, block in zip(["", *self.blocks], self.blocks, strict=False):
            together = _is_item(before) and _is_item(block)
            text += (("\n" if together else "\n\n") if text else "") + block
        return text


def _escaped(found: re.Match[str]) -> str:
    gap, sign = found[1], found[2]
    return f"{gap}{sign}\\" if sign.isdigit() else f"{gap}\\{sign}"


def _is_item(block: str) -> bool:
    return bool(re.match(r"\s*(?:- |\d+\. )", block))


def _address(attrs: dict[str, str | None]) -> str:
    kind = attrs.get("linktype")
    return f"{kind}:{attrs.get('id')}" if kind else str(attrs.get("href") or "")
