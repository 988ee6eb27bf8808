"""From whatever somebody typed to words that an engine can be asked for."""

import re

LONGEST = 200
MOST_TERMS = 12
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
# Words that every page has say nothing about which one is meant.
COMMON = frozenset(
    "a an and are as at be by do for from how i in is it my of on or our that the to we what when "
    "which who with".split()
)


def clean(text: str) -> str:
    """`text` without control characters and quotation marks, at most LONGEST characters."""
    # Cut first: there is no reason to look at the rest of ten thousand characters.
    printable = "".join(
        letter if letter.isprintable() and letter not in '"“”«»' else " " for letter in text[:1000]
    )
    return " ".join(printable.split())[:LONGEST].strip()


def terms_of(text: str) -> list[str]:
    """The words of a cleaned text in lower case, at most MOST_TERMS, without what is too common."""
    words = [word.replace("’", "'") for word in WORD.findall(text.lower())]
    return ([word for word in words if word not in COMMON] or words)[:MOST_TERMS]


def phrases_of(terms: list[str], longest: int = 5) -> set[str]:
    """Every run of up to `longest` neighboring terms."""
    return {
        " ".join(terms[start:end])
        for start in range(len(terms))
        for end in range(start + 1, min(start + longest, len(terms)) + 1)
    }
