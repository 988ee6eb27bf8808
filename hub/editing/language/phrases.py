"""Words to look at, as the glossary has them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from hub.taxonomy.models import GlossaryEntry

from .meanings import LAW_NUMBER, NOT_AFTER, NOT_BEFORE, ONLY_WHERE


@dataclass(frozen=True)
class Phrase:
    """A word to look at and how we say it."""

    words: str
    better: str

    @property
    def pattern(self) -> re.Pattern[str]:
        return _pattern(self.words)


def phrases() -> list[Phrase]:
    """All words to look at, the longest first: "drug addict" is one thing to say, not two."""
    found: dict[str, Phrase] = {}
    entries = GlossaryEntry.objects.exclude(search_only=[], prefer="").order_by("pk")
    # What is said in so many words comes first: "person in crisis", then the heading it is under.
    for entry in sorted(entries, key=lambda entry: not entry.prefer):
        better = entry.prefer or entry.term
        # Terms without a category are there for searching: "budget" finds funding, hurts nobody.
        is_outdated = bool(entry.prefer and entry.category)
        for words in (*entry.search_only, *([entry.term] if is_outdated else [])):
            if any(sign.isalnum() for sign in words):
                found.setdefault(words.casefold(), Phrase(words, better))
    return sorted(found.values(), key=lambda one: (-len(one.words), one.words))


@lru_cache(maxsize=2_000)
def _pattern(words: str) -> re.Pattern[str]:
    key = words.casefold()
    if key in ONLY_WHERE:
        return re.compile(ONLY_WHERE[key].replace("WORD", _inflected(words)), re.IGNORECASE)
    if key.isdigit():
        return re.compile(LAW_NUMBER.replace("WORD", re.escape(words)), re.IGNORECASE)
    before = "".join(rf"(?<!\b(?i:{one}) )" for one in NOT_AFTER.get(key, ()))
    after = rf"(?!(?i:{NOT_BEFORE[key]}))" if key in NOT_BEFORE else ""
    ending = r"(?:e?s)?(?:['’]s?)?" if words[-1].isalpha() else ""
    # "MAT" is not "mat".
    flags = re.NOFLAG if words.isupper() else re.IGNORECASE
    return re.compile(
        rf"{before}(?<![\w-])(?:(?i:ex|former)-)?{_inflected(words)}{after}{ending}(?![\w]|-\w)",
        flags,
    )


def _inflected(words: str) -> str:
    """The words with any blank or hyphen between them, a first verb in any form ("committing")."""
    first, *rest = (re.escape(word) for word in re.split(r"[\s-]+", words) if word)
    if not rest or not first[-1].isalnum():
        return r"[\s-]+".join([first, *rest])
    verb = rf"{first}(?:s|{first[-1]}?(?:ed|ing))?"
    return r"[\s-]+".join([verb, *rest])
