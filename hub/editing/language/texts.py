"""The texts of a page form, each with its label and the element that holds it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from django import forms
from wagtail import blocks

TAG_OF_A_BLOCK = re.compile(r"</(?:p|li|h\d|blockquote)>|<br */?>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
# Official words and what people said: they are kept as they are.
QUOTED_FIELDS = frozenset({"official_title", "quote"})
QUOTED_BLOCKS = frozenset({"QuoteBlock", "ConsentedQuoteBlock", "TestimonialBlock"})
# Not read as words by anybody.
SKIPPED_FIELDS = frozenset({"slug", "tags", "topics", "owner_user", "sort_order"})
SKIPPED_FORMSETS = frozenset({"comments"})
NO_WORDS = (forms.URLField, forms.EmailField, forms.SlugField, forms.RegexField)


@dataclass(frozen=True)
class Text:
    label: str
    # The id of the element in the editor.
    element: str
    words: str
    is_quoted: bool = False


def texts_of(form: Any) -> Iterator[Text]:
    """Everything written in a page form, bound or not, valid or not."""
    yield from _fields(form)
    for name, formset in getattr(form, "formsets", {}).items():
        if name in SKIPPED_FORMSETS:
            continue
        for child in formset.forms:
            if not child.data.get(f"{child.prefix}-DELETE"):
                yield from _fields(child)


def _fields(form: Any) -> Iterator[Text]:
    for name, field in form.fields.items():
        if name in SKIPPED_FIELDS or isinstance(field, NO_WORDS):
            continue
        bound = form[name]
        text = Text(str(bound.label), bound.auto_id, "", name in QUOTED_FIELDS)
        value = bound.value()
        if isinstance(field, blocks.base.BlockField):
            yield from _block(field.block, value, bound.html_name, text, form.data)
        elif isinstance(field, forms.CharField) and not field.widget.is_hidden and value:
            yield replace(text, words=plain(str(value)))


def _block(block: Any, value: Any, prefix: str, text: Text, data: Any) -> Iterator[Text]:
    """The texts of one block and all in it. `prefix` is the id that the editor gives it."""
    text = replace(text, is_quoted=text.is_quoted or type(block).__name__ in QUOTED_BLOCKS)
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        yield from _row(block, value or (), prefix, text, data)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            named = replace(text, label=f"{text.label}, {child.label}")
            yield from _block(child, (value or {}).get(name), f"{prefix}-{name}", named, data)
    elif isinstance(block, blocks.RichTextBlock):
        yield replace(text, element=prefix, words=plain(value.source if value else ""))
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock) and value:
        yield replace(text, element=prefix, words=plain(str(value)))


def _row(block: Any, values: Any, prefix: str, text: Text, data: Any) -> Iterator[Text]:
    for place, child in zip(_places(prefix, len(values), data), values, strict=False):
        of_child = f"{prefix}-{place}-value"
        if isinstance(block, blocks.ListBlock):
            yield from _block(block.child_block, child, of_child, text, data)
        else:
            named = replace(text, label=f"{text.label}: {child.block.label}")
            yield from _block(child.block, child.value, of_child, named, data)


def _places(prefix: str, number: int, data: Any) -> list[int]:
    """The numbers by which the editor knows blocks: those taken out keep theirs."""
    count = str(data.get(f"{prefix}-count", "")) if data else ""
    if not count.isdecimal() or int(count) > 1_000:
        return list(range(number))
    kept = [n for n in range(int(count)) if not data.get(f"{prefix}-{n}-deleted")]
    return sorted(kept, key=lambda n: int(data.get(f"{prefix}-{n}-order") or n))


def plain(html: str) -> str:
    """The words of a rich text, one block a line; of plain text the text."""
    return unescape(TAG.sub("", TAG_OF_A_BLOCK.sub("\n", html)))
