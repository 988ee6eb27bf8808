"""From whatever somebody typed to words that an engine can be asked for."""

from .engine.analysis import is_prefix_pair, tokens

LONGEST = 200
MOST_TERMS = 12
# Words that every page has say nothing about which one is meant.
COMMON = frozenset(
    "a an and are as at be by do does for from had has have how i if in into is it its me my no "
    "not of on or our so that the their them they this to us was we what when where which who why "
    "will "
    "with you your can could should there than then".split()
)


def clean(text: str) -> str:
    """`text` without control characters and quotation marks, at most LONGEST characters."""
    # Cut first: there is no reason to look at the rest of ten thousand characters.
    printable = "".join(
        letter if letter.isprintable() and letter not in '"“”«»' else " " for letter in text[:1000]
    )
    return " ".join(printable.split())[:LONGEST].strip()


def terms_of(text: str, most: int = MOST_TERMS) -> list[str]:
    """The words of a cleaned text, folded, at most `most`, without what is too common.

    Words that are written together, apart or with a hyphen come out as the same word.
    """
    words: list[str] = []
    for token in tokens(text):
        words += [token.joined] if is_prefix_pair(token) else token.parts
    return ([word for word in words if word not in COMMON] or words)[:most]


def phrases_of(terms: list[str], longest: int = 6) -> set[str]:
    """Every run of up to `longest` neighboring terms."""
    return {
        " ".join(terms[start:end])
        for start in range(len(terms))
        for end in range(start + 1, min(start + longest, len(terms)) + 1)
    }
