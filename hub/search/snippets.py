"""The piece of a text around the words that were found, marked, and safe to show."""

from collections.abc import Collection, Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .engine.analysis import Token, is_prefix_pair, stem, tokens
from .queries import COMMON

LENGTH = 240
# Somewhat before the first word found, so that it stands in its sentence.
LEAD = 70
# A longer text is searched for a good place only so far.
LONGEST = 20_000


# A word, or several side by side, by their stems.
Words = tuple[str, ...]


def words_to_mark(texts: Iterable[str]) -> frozenset[Words]:
    """What is marked for these texts: each as a whole, without words that are everywhere."""
    found = set()
    for text in texts:
        stems = tuple(unit for token in tokens(text) for unit in _units(token))
        if stems and not all(part in COMMON for part in text.split()):
            found.add(stems)
    return frozenset(found)


def _units(token: Token) -> Words:
    """How a token counts in a run of words: a co-responder is one, mental-health is two."""
    if len(token.parts) == 1 or is_prefix_pair(token):
        return (stem(token.joined),)
    return tuple(stem(part) for part in token.parts)


def _found(words: list[Token], wanted: frozenset[Words]) -> list[Token]:
    """Those of the tokens that are, or are part of, something wanted."""
    begins: dict[str, list[Words]] = {}
    for phrase in wanted:
        begins.setdefault(phrase[0], []).append(phrase)
    units = [(unit, token) for token in words for unit in _units(token)]
    hits: dict[int, Token] = {}
    for at, (unit, _) in enumerate(units):
        for phrase in begins.get(unit, ()):
            run = units[at : at + len(phrase)]
            if tuple(part for part, _ in run) == phrase:
                hits |= {token.start: token for _, token in run}
    hits |= {token.start: token for token in words if (stem(token.joined),) in wanted}
    return [hits[start] for start in sorted(hits)]


def snippet(text: str, wanted: frozenset[Words], hidden: Collection[str] = ()) -> SafeString:
    """The best piece of `text` with the words of `wanted` in <mark>; "" when none is in it.

    A piece with one of the `hidden` words in it is never shown.
    """
    if not wanted:
        return SafeString("")
    text = text[:LONGEST]
    words = list(tokens(text))
    hits = _found(words, wanted)
    for first in _best_first(hits):
        start, end = _window(text, first.start)
        inside = [token for token in words if start <= token.start and token.end <= end]
        if not _shows_hidden(inside, hidden):
            marked = [token for token in hits if start <= token.start and token.end <= end]
            return _with_ellipses(text, start, end, _marked(text, start, end, marked))
    return SafeString("")


def mark(text: str, wanted: frozenset[Words]) -> SafeString:
    """All of a short text with the words of `wanted` in <mark>."""
    return _marked(text, 0, len(text), _found(list(tokens(text)), wanted) if wanted else [])


def _best_first(hits: list[Token]) -> list[Token]:
    """Where a piece may begin: first where most different words are near each other."""

    def near(first: Token) -> int:
        around = {
            stem(token.joined) for token in hits if 0 <= token.start - first.start < LENGTH - LEAD
        }
        return len(around)

    return sorted(hits[:200], key=lambda token: (-near(token), token.start))[:8]


def _window(text: str, at: int) -> tuple[int, int]:
    start = max(0, at - LEAD)
    if start:
        # From a sentence's or at least a word's beginning.
        sentence = max(text.rfind(mark_, start - 40, at) for mark_ in (". ", "\n", "? ", "! "))
        start = sentence + 2 if sentence >= 0 and text[sentence] != "\n" else sentence + 1
        if sentence < 0:
            start = text.find(" ", max(0, at - LEAD)) + 1 or at
            start = min(start, at)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", at, end)
        end = space if space > at else end
    line = text.find("\n", at, end)
    return start, line if line > at + 60 else end


def shows_any(text: str, hidden: Collection[str]) -> bool:
    """Whether one of the `hidden` words is in a text."""
    return _shows_hidden(list(tokens(text)), hidden)


def _shows_hidden(inside: list[Token], hidden: Collection[str]) -> bool:
    if not hidden:
        return False
    words = f" {' '.join(part for token in inside for part in token.parts)} "
    joined = f" {' '.join(token.joined for token in inside)} "
    return any(f" {word} " in words or f" {word} " in joined for word in hidden)


def _marked(text: str, start: int, end: int, marked: list[Token]) -> SafeString:
    pieces: list[tuple[str]] = []
    at = start
    for first, last in _runs(text, marked):
        pieces.append((text[at:first],))
        pieces.append((format_html("<mark>{}</mark>", text[first:last]),))
        at = last
    pieces.append((text[at:end],))
    return format_html_join("", "{}", pieces)


def _runs(text: str, marked: list[Token]) -> list[tuple[int, int]]:
    """Where marks begin and end: words with nothing but space between share one."""
    runs: list[tuple[int, int]] = []
    for token in marked:
        if runs and not text[runs[-1][1] : token.start].strip():
            runs[-1] = (runs[-1][0], token.end)
        else:
            runs.append((token.start, token.end))
    return runs


def _with_ellipses(text: str, start: int, end: int, inner: SafeString) -> SafeString:
    return format_html("{}{}{}", "… " if start else "", inner, " …" if end < len(text) else "")
