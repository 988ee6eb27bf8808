"""Text without what cannot be seen: signs that turn direction, hide words or pile up marks."""

import re
import unicodedata

# Numbers of Arabic and other scripts are shown around these; they are not invisible.
SHOWN = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
JOINERS = frozenset("\u200c\u200d")
MARKS_OF_DIRECTION = frozenset("\u200e\u200f\u061c")
# Letters that draw nothing: fillers of Hangul.
BLANK = frozenset("\u3164\uffa0")
LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
# Latin, Greek and Cyrillic need two; Hebrew, Thai and Tibetan words carry up to four.
PILE = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})"
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
MOST_MARKS = 4
RIGHT_TO_LEFT = frozenset({"R", "AL"})


def tidy_text(source: str) -> str:
    """`source` in composed form (NFC), with \\n at line ends and without invisible signs.

    Joiners stay where a script or an emoji needs them, marks of direction where something is
    written from right to left.
    """
    text = LINE_ENDS.sub("\n", source)
    if text.isascii():
        return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
    composed = unicodedata.normalize("NFC", text)
    turns = any(unicodedata.bidirectional(sign) in RIGHT_TO_LEFT for sign in composed)
    kept = "".join(_seen(composed, turns=turns))
    # Without what stood between them, a letter and its mark may have met.
    return unicodedata.normalize("NFC", PILE.sub(r"\1", kept))


def _seen(text: str, *, turns: bool) -> list[str]:
    kept: list[str] = []
    pile = 0
    for place, sign in enumerate(text):
        kind = unicodedata.category(sign)
        pile = pile + 1 if kind in ("Mn", "Me") else 0
        if pile <= MOST_MARKS and _is_kept(text, place, sign, kind, turns=turns):
            kept.append(sign)
    return kept


def _is_kept(text: str, place: int, sign: str, kind: str, *, turns: bool) -> bool:
    if sign in JOINERS:
        around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        return len(around) == 2 and not any(c.isascii() or c in JOINERS for c in around)
    if sign in MARKS_OF_DIRECTION:
        return turns
    if kind == "Cf":
        return sign in SHOWN
    return (kind not in ("Cc", "Cs") or sign in "\n\t") and sign not in BLANK
