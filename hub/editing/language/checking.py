import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from forums.checks import check_text

from .phrases import Phrase, phrases
from .texts import Text, texts_of

# Enough to recognize the place.
AROUND = 40
# Nobody reads on after these; what is left comes up again when they are mended.
MOST_REMARKS = 100
# These ask about the author, who is an editor at work.
NOT_FOR_EDITORS = frozenset({"crisis", "watched"})
QUOTATION = re.compile(r"[“\"«][^“”\"«»\n]{1,300}[”\"»]")
JOINING = frozenset({"of", "and", "on", "the", "for", "in"})


@dataclass(frozen=True)
class Remark:
    """One place to look at."""

    label: str
    element: str
    before: str
    words: str
    after: str
    advice: str
    # "word" for one that hurts, "person" for what could identify somebody.
    kind: str
    # Inside a quotation or an official title: their words stay.
    is_quoted: bool = False

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def check_form(form: Any) -> list[Remark]:
    """What to look at in a page form, in the order of the form. Costs one statement."""
    known = phrases()
    remarks = (remark for text in texts_of(form) for remark in remarks_on(text, known))
    return [remark for remark, _ in zip(remarks, range(MOST_REMARKS), strict=False)]


def remarks_on(text: Text, known: Sequence[Phrase]) -> list[Remark]:
    """What to look at in one text, in reading order."""
    if not text.words.strip():
        return []
    found = [*_hurtful(text, known), *_identifying(text)]
    return [remark for _, remark in sorted(found, key=lambda one: one[0])]


def _hurtful(text: Text, known: Iterable[Phrase]) -> Iterator[tuple[int, Remark]]:
    taken: list[tuple[int, int]] = []
    quotations = [one.span() for one in QUOTATION.finditer(text.words)]
    for phrase in known:
        for match in phrase.pattern.finditer(text.words):
            start, end = match.span()
            if _overlaps(start, end, taken) or _is_name(text.words, start, end):
                continue
            taken.append((start, end))
            quoted = text.is_quoted or _overlaps(start, end, quotations)
            advice = f"Better: {phrase.better}"
            yield start, _remark(text, start, end, advice, kind="word", is_quoted=quoted)


def _identifying(text: Text) -> Iterator[tuple[int, Remark]]:
    for one in check_text(text.words):
        if one.kind not in NOT_FOR_EDITORS:
            advice = f"This looks like {one.label}. {one.advice}"
            yield one.start, _remark(text, one.start, one.end, advice, kind="person")


def _remark(
    text: Text, start: int, end: int, advice: str, *, kind: str, is_quoted: bool = False
) -> Remark:
    before, after = text.words[max(start - AROUND, 0) : start], text.words[end : end + AROUND]
    words = text.words[start:end]
    return Remark(text.label, text.element, before, words, after, advice, kind, is_quoted)


def _overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < other_end and end > other_start for other_start, other_end in spans)


def _is_name(words: str, start: int, end: int) -> bool:
    """Whether the words are part of a name, such as "Substance Abuse and Mental Health Services".

    All of them and a neighbor begin with a capital; a sentence begins with only one.
    """
    inside = words[start:end].split()
    if not all(word[:1].isupper() for word in inside) or all(word.isupper() for word in inside):
        return False
    return _is_capital(words[end : end + 60].split()) or _is_capital(
        words[max(start - 60, 0) : start].split()[::-1]
    )


def _is_capital(neighbors: list[str]) -> bool:
    for position, word in enumerate(neighbors[:3]):
        if word.lower() in JOINING and word.islower():
            continue
        # The first word of a sentence is no neighbor in a name when the sentence ended before.
        return word[:1].isupper() and not word.endswith((".", "!", "?", ":")) and position < 3
    return False
