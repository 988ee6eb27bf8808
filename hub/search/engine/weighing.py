"""From a document to what Whoosh writes about it. Each text is read once: this is where a rebuild
spends its time.
"""

from array import array
from collections import defaultdict
from typing import Any

from .analysis import LONGEST_WORD, grams, stem, tokens
from .fields import FIELD_BITS, PLACE_MASK, Weighed, filter_field, grams_field
from .layout import Document, Layout

# A million words on, everything stands in the same place: it can still be found.
LAST_PLACE = PLACE_MASK - 2
SHORTEST_SPELLING = 4


def fields_of(document: Document, layout: Layout) -> dict[str, Any]:
    """The fields of `document` as Whoosh takes them."""
    weighed, written = weigh(document, layout)
    found: dict[str, Any] = {
        "key": [document.key],
        "types": document.types,
        "text": weighed,
        "words": {word for word in written if is_spelling(word)},
    }
    for name, text in document.grams.items():
        found[grams_field(name)] = grams(text)
    for name, values in document.filters.items():
        found[filter_field(name)] = values
    return found


def is_spelling(word: str) -> bool:
    """Whether a misspelled word can be corrected to it: long enough to be misspelled."""
    return len(word) >= SHORTEST_SPELLING and word.isalpha()


def weigh(document: Document, layout: Layout) -> tuple[Weighed, set[str]]:
    """Term → the sum of its boosts and where it stands; and all words as they are written."""
    weights: defaultdict[str, float] = defaultdict(float)
    places: defaultdict[str, Any] = defaultdict(lambda: array("I"))
    written: set[str] = set()
    # Several texts of one field (the names of all authors) stand one after the other.
    ends: dict[str, int] = {}
    for name, text, boost in document.texts:
        begin = ends.get(name, 0)
        found, end = _read(text, begin, written)
        # A phrase must not run from one text into the next.
        ends[name] = end + 1
        field = layout.texts.index(name) << FIELD_BITS
        for term, at in found.items():
            weights[term] += boost * len(at)
            places[term].extend([field | place for place in at])
    return {term: (weights[term], at) for term, at in places.items()}, written


def _read(text: str, begin: int, written: set[str]) -> tuple[dict[str, list[int]], int]:
    """Term → where it stands in `text`, counted from `begin`, and where the text ends.

    A joined word stands where its first part does.
    """
    found: defaultdict[str, list[int]] = defaultdict(list)
    place = begin
    for token in tokens(text):
        parts = token.parts
        written.update(parts)
        place = min(place, LAST_PLACE - len(parts))
        for offset, part in enumerate(parts):
            found[stem(part)].append(place + offset)
        if len(parts) > 1 and len(token.joined) <= LONGEST_WORD:
            written.add(token.joined)
            found[stem(token.joined)].append(place)
        place += len(parts)
    return found, place
