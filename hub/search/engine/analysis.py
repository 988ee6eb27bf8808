"""From text to the terms an index holds, and from a typed word to the terms it asks for.

Both sides use the same rules, so that co-responder, co responder and coresponder meet, and so do
9-8-8, 9 8 8 and 988: the parts of such a word are terms of their own, and so is the joined word.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from whoosh.lang.porter import stem as porter_stem

LETTER = r"[^\W_]"
WORD = re.compile(rf"{LETTER}+(?:[-‐‑'’.&/]{LETTER}+)*")
# The same where an accent is a character of its own behind its letter: rare, and slower.
MARKED_WORD = re.compile(WORD.pattern.replace(LETTER, rf"(?:{LETTER}|[\u0300-\u036f])"))
PART = re.compile(rf"{LETTER}+")
PIECE = re.compile(r"[^-‐‑.&/]+")
# SB403 and SB 403 are the same bill: a number after letters is a part of its own.
BILL = re.compile(r"([a-z]{1,6})(\d{1,6})")
# Words that are written together, apart or with a hyphen, whatever follows them.
PREFIXES = frozenset("co non follow pre post re tele multi inter intra de anti mid self".split())
# Of these only with what is named here: to follow guidelines is two words.
ONLY_BEFORE = {"follow": frozenset(("up", "ups", "through"))}
# Longer "words" are keys and addresses that nobody types; they only fill the index.
LONGEST_WORD = 40
# So many letters, digits or words in a row are no longer one word.
MOST_PARTS = 40
LONGEST_GRAM = 15

Parts = tuple[str, ...]
# Its parts and where it begins and ends in what was written.
Word = tuple[Parts, int, int]


class Token(NamedTuple):
    """A word of a text: its parts as typed (folded, not stemmed) and whether they stood apart."""

    parts: Parts
    start: int
    end: int
    is_joined: bool = False

    @property
    def joined(self) -> str:
        return "".join(self.parts)


def fold(text: str) -> str:
    """Lower case without accents: what is typed on a phone must find what is printed."""
    if text.isascii():
        return text.lower()
    # Twice: some letters are small only when taken apart, and some fall apart only when small.
    small = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", small)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """What a folded word shares with its plural and its other forms."""
    return str(porter_stem(word)) if word.isalpha() and word.isascii() else word


def tokens(text: str) -> Iterator[Token]:
    """The words of `text` in order; a prefix and what follows it are one, so are lone digits."""
    held: list[Token] = []
    for match in _pattern_for(text).finditer(text):
        written, at = match.group(), match.start()
        read = _remembered if len(written) <= LONGEST_WORD else _read
        words, may_go_on = read(written)
        for parts, begin, end in words:
            token = Token(parts, at + begin, at + end)
            if not held and not may_go_on:
                yield token
                continue
            if held and not _goes_with(held, parts):
                yield _joined(held)
                held = []
            held.append(token)
            if not _may_go_on(parts):
                yield _joined(held)
                held = []
    if held:
        yield _joined(held)


def _pattern_for(text: str) -> re.Pattern[str]:
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return WORD
    return MARKED_WORD


def _read(written: str) -> tuple[tuple[Word, ...], bool]:
    """What stands between two spaces: mostly one word; and whether the last may go on behind it."""
    folded = fold(written)
    if bill := BILL.fullmatch(folded):
        parts: Parts = bill.groups()
    else:
        plain = folded.replace("’", "'").removesuffix("'s").replace("'", "")
        parts = tuple(part for part in PART.findall(plain) if len(part) <= LONGEST_WORD)
    if not parts:
        return (), False
    pieces = [piece.span() for piece in PIECE.finditer(written)]
    words: tuple[Word, ...] = ((parts[:MOST_PARTS], 0, len(written)),)
    if 2 < len(parts) == len(pieces):
        words = tuple(
            (parts[first:last], pieces[first][0], pieces[last - 1][1])
            for first, last in _split(parts)
        )
    return words, _may_go_on(words[-1][0])


_remembered = lru_cache(maxsize=65_536)(_read)


def _split(parts: Parts) -> Iterator[tuple[int, int]]:
    """Co-responder-led is co-responder and led: who looks for the one finds the other."""
    begin = 0
    for at, part in enumerate(parts[:-1]):
        if at < begin:
            continue
        if part in PREFIXES:
            if at > begin:
                yield begin, at
            yield at, at + 2
            begin = at + 2
        elif at - begin == MOST_PARTS:
            yield begin, at
            begin = at
    if begin < len(parts):
        yield begin, len(parts)


def _may_go_on(parts: Parts) -> bool:
    return len(parts) == 1 and (parts[0] in PREFIXES or _is_digit(parts))


def _is_digit(parts: Parts) -> bool:
    return len(parts) == 1 and len(parts[0]) == 1 and parts[0].isdigit()


def _goes_with(held: list[Token], parts: Parts) -> bool:
    # What is held back is one prefix or more, or some digits.
    last = held[-1].parts
    if len(held) == MOST_PARTS:
        return False
    if _is_digit(last) or _is_digit(parts):
        return _is_digit(last) and _is_digit(parts)
    return len(parts) == 1 and parts[0] in ONLY_BEFORE.get(last[0], parts)


def _joined(held: list[Token]) -> Token:
    if len(held) == 1:
        return held[0]
    parts = tuple(part for token in held for part in token.parts)
    return Token(parts, held[0].start, held[-1].end, is_joined=True)


def grams(text: str) -> set[str]:
    """The beginnings of every word: what typing suggestions look up."""
    words = {word for token in tokens(text) for word in (*token.parts, token.joined)}
    return {word[:size] for word in words for size in range(1, min(len(word), LONGEST_GRAM) + 1)}


def is_prefix_pair(token: Token) -> bool:
    """Whether this is co-responder rather than mental-health: its parts alone say nothing."""
    return token.parts[0] in PREFIXES or all(len(part) == 1 for part in token.parts)
