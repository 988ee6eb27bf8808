"""Two versions compared: what strokes and lines say, in words too."""

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()

# What Wagtail marks; the words within are escaped, so no tag stands in them.
WORDS = re.compile(r'<span class="(deletion|addition)">([^<]*)</span>')
BLOCK = re.compile(r'(<div class="comparison__child-object (deletion|addition)">)')
TAG = {"deletion": "del", "addition": "ins"}
SAID = {"deletion": "only theirs:", "addition": "only yours:"}


@register.filter
def said_aloud(difference: Any) -> SafeString:
    """Wagtail's difference of two texts, with words for those who do not see how it is drawn."""
    shown = WORDS.sub(_words, str(conditional_escape(difference)))
    return SafeString(BLOCK.sub(_with_words, shown))


def _with_words(found: re.Match[str]) -> str:
    return found[1] + _hidden(SAID[found[2]])


def _words(found: re.Match[str]) -> str:
    kind, words = found.groups()
    tag = TAG[kind]
    said, ended = _hidden(f"[{SAID[kind]}"), _hidden("]")
    return f'<{tag} class="{kind}">{said}{words}{ended}</{tag}>'


def _hidden(words: str) -> str:
    return f'<span class="w-sr-only">{words} </span>'
