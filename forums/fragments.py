"""Pieces of a text by which a copy of it is found again."""

import re
from collections.abc import Iterable

# So many words in a row are hardly written twice by chance: trust plan, 6.4.
WORDS_IN_A_ROW = 6
STEP = 3
MOST_PIECES, MOST_WORDS = 60, 20
# A text without six words in a row is looked for as a whole, unless anybody could have written it.
SHORTEST_WORDS, SHORTEST = 4, 20
_WORD = r"[\w’'-]+"
_ROW = re.compile(rf"(?:{_WORD}[,;:.]? ){{{WORDS_IN_A_ROW - 1},}}{_WORD}")
_RARE = re.compile(r"\w{7,}")
# Quotations are somebody else's words; headings are those of our forms.
_NOT_OWN = re.compile(r"^\s{0,3}(?:>|#).*$|^\s*\*\*[^*]*\*\*\s*$", re.MULTILINE)


def fragments_of(texts: Iterable[str]) -> list[str]:
    """Runs of six words that stand in these texts, as they read there; short texts as a whole.

    Not more than sixty, spread over everything.
    """
    found: dict[str, None] = {}
    for text in texts:
        found |= dict.fromkeys(_pieces(folded(_NOT_OWN.sub("\n", text))))
    every = list(found)
    return every[:: max(1, -(-len(every) // MOST_PIECES))]


def _pieces(text: str) -> list[str]:
    pieces = []
    for row in _ROW.findall(text):
        words = row.split(" ")
        starts = range(0, len(words) - WORDS_IN_A_ROW + 1, STEP)
        pieces += [" ".join(words[at : at + WORDS_IN_A_ROW]) for at in starts]
    if pieces:
        return pieces
    is_own = len(text) >= SHORTEST and len(text.split()) >= SHORTEST_WORDS
    return [text] if is_own else []


def rare_words_of(texts: Iterable[str]) -> list[str]:
    """The longest words: those that stand nowhere else must not stand in any file either."""
    words = {word for text in texts for word in _RARE.findall(folded(_NOT_OWN.sub("", text)))}
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]


def folded(text: str) -> str:
    """`text` in small letters and with single spaces, so that copies look alike."""
    return " ".join(text.casefold().split())


def holds_any(text: str, fragments: Iterable[str]) -> bool:
    plain = folded(text)
    return any(one in plain for one in fragments)
