"""Running text in cells: paragraphs, lists, bold, italic and links as in Markdown, nothing else."""

import re
from typing import Any

import nh3
from django.utils.html import strip_tags
from markdown_it import MarkdownIt

from .column import Column, UnableToParse
from .words import Words

TAGS = {"p", "b", "i", "a", "ol", "ul", "li", "br"}
# The names that Wagtail's editor gives them.
RENAMED = {"strong": "b", "em": "i"}
LONGEST_HEADING = 120
# What a cell can hold; an editor may have put pictures and quotes beside it.
IN_CELLS = {"heading", "paragraph"}
HEADING = re.compile(r"^#{1,2} +(.+?) *#*$", re.MULTILINE)
EDITORS_MARK = re.compile(r' data-block-key="[^"]*"')
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "code"])


def html_of(text: str, *, headings: bool = False) -> str:
    """Clean HTML of what Wagtail's rich text holds. Headings become bold lines, or h3."""
    html = _markdown.render(text)
    heading = r"<h3>\1</h3>" if headings else r"<p><b>\1</b></p>"
    html = re.sub(r"<h[1-6]>(.*?)</h[1-6]>", heading, html)
    for name, ours in RENAMED.items():
        html = html.replace(f"<{name}>", f"<{ours}>").replace(f"</{name}>", f"</{ours}>")
    clean = nh3.clean(
        html,
        tags=TAGS | ({"h3"} if headings else set()),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return re.sub(r">\s*\n\s*", ">", clean).strip()


def without_marks(html: str) -> str:
    return EDITORS_MARK.sub("", html or "")


class ProseColumn(Column):
    """A rich text field."""

    def parse(self, text: str, words: Words) -> str:
        return html_of(text)

    def compared(self, page: Any, value: str) -> str:
        return without_marks(value)

    def told(self, page: Any, value: str) -> str:
        return " ".join(strip_tags(re.sub(r"</(?:p|li)>|<br>", " ", value or "")).split())


class BodyColumn(Column):
    """A body of headings (lines that begin with #) and running text."""

    @property
    def empty(self) -> list:
        return []

    def parse(self, text: str, words: Words) -> list[tuple[str, Any]]:
        first, *others = HEADING.split(text)
        blocks = _paragraph(first)
        for title, below in zip(others[::2], others[1::2], strict=True):
            if len(title) > LONGEST_HEADING:
                raise UnableToParse(
                    f"A heading has at most {LONGEST_HEADING} characters: “{title[:40]} …”."
                )
            blocks += [("heading", {"text": title}), *_paragraph(below)]
        return blocks

    def joined(self, page: Any, value: Any) -> Any:
        others = sorted({block.block_type for block in self.get(page)} - IN_CELLS)
        if others and self.compared(page, self.get(page)) != self.compared(page, value):
            raise UnableToParse(
                f"The page holds what no cell can: {', '.join(others)}. Leave the cell empty "
                "and change this text on the page."
            )
        return value

    def compared(self, page: Any, value: Any) -> Any:
        return [(kind, without_marks(str(text))) for kind, text in _shown(self.target, page, value)]

    def told(self, page: Any, value: Any) -> str:
        texts = (str(text) for _, text in _shown(self.target, page, value))
        return " ".join(strip_tags(text.replace("</p>", " ")).strip() for text in texts)


def _paragraph(text: str) -> list[tuple[str, Any]]:
    html = html_of(text, headings=True)
    return [("paragraph", html)] if html else []


def _shown(name: str, page: Any, value: Any) -> list[tuple[str, Any]]:
    field = page._meta.get_field(name)
    stream = field.to_python(value)
    return [
        (raw["type"], raw["value"]["text"] if raw["type"] == "heading" else raw["value"])
        for raw in field.stream_block.get_prep_value(stream)
    ]
