"""Words that moderators asked to be shown."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .findings import Finding, finding
from .reading import Reading

MOST_WORDS = 200


class WatchedPattern(NamedTuple):
    # Plain words; "*" stands for any letters of one word. Never a regular expression: who keeps
    # the list must not be able to stop the hub with it.
    words: str
    advice: str = ""


def find_watched(reading: Reading, watched: Sequence[WatchedPattern]) -> Iterator[Finding]:
    for one in watched[:MOST_WORDS]:
        pattern = _pattern(one.words)
        if pattern is None:
            continue
        for found in pattern.finditer(reading.text):
            yield finding("watched", *found.span(), advice=one.advice or None)


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(word).replace(r"\*", r"\w{0,30}") for word in words.split()]
    if not any(sign.isalnum() for sign in words):
        return None
    return re.compile(r"(?<!\w)" + r"\s{1,5}".join(parts) + r"(?!\w)", re.IGNORECASE)
