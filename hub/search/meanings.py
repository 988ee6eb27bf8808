"""The glossary in a search: what else people call the same thing.

Synonyms work both ways. A word with several meanings is only taken for one of them when another
word of the search speaks for it. Search-only words find, and nobody ever sees them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hub.taxonomy.models import GlossaryEntry, Jurisdiction

from .engine.analysis import stem, tokens
from .queries import phrases_of, terms_of

# What was typed counts in full; what means the same, less, because words seldom mean just the same.
SYNONYM = 0.6
HIDDEN_SYNONYM = 0.4


@dataclass(frozen=True)
class Alternative:
    """A word or a phrase to look for and how much finding it is worth."""

    text: str
    weight: float = 1.0


# One of the alternatives is enough.
Group = tuple[Alternative, ...]


@dataclass(frozen=True)
class Meaning:
    """A glossary entry that the words name, and which of the words do."""

    entry: GlossaryEntry
    phrase: str

    @property
    def group(self) -> Group:
        """What was typed and everything that means the same."""
        found: dict[str, Alternative] = {self.phrase: Alternative(self.phrase)}
        entry = self.entry
        for weight, names in (
            (SYNONYM, [entry.term, *entry.abbreviations, *entry.synonyms]),
            (HIDDEN_SYNONYM, entry.search_only),
        ):
            for name in names:
                # Known by its words, looked for as it is written: "memorandum of understanding".
                found.setdefault(" ".join(terms_of(name)), Alternative(name.lower(), weight))
        found.pop("", None)
        return tuple(found.values())

    @property
    def label(self) -> str:
        """What readers are told is searched for too: a word that may be shown, or nothing."""
        name = self.entry.prefer or (self.entry.term if self.entry.is_shown else "")
        return "" if " ".join(terms_of(name)) == self.phrase else name


def find_meanings(terms: Sequence[str], entries: Sequence[GlossaryEntry]) -> list[Meaning]:
    """Entries that the words name, the longest names first; ambiguous ones only with context."""
    # By stems, so that templates is template and agreements are an agreement.
    typed = {_stemmed(phrase): phrase for phrase in phrases_of(list(terms))}
    found = []
    for entry in entries:
        named = [typed[key] for name in _names(entry) if (key := _stemmed(name)) in typed]
        phrase = max(named, key=len, default="")
        if phrase and not (_is_ambiguous(entry, phrase) and not _has_context(entry, phrase, terms)):
            found.append(Meaning(entry, phrase))
    return sorted(found, key=lambda meaning: -len(meaning.phrase))


def groups_of(
    terms: Sequence[str], meanings: Sequence[Meaning], places: Sequence[Jurisdiction] = ()
) -> list[Group]:
    """One group per word; a phrase of the glossary or the name of a place counts as one word."""
    rest = f" {' '.join(terms)} "
    groups: dict[str, Group] = {}
    for name, group in _place_groups(places):
        if f" {name} " in rest:
            rest = rest.replace(f" {name} ", " \n ", 1)
            groups[name] = group
    for meaning in meanings:
        if meaning.phrase in groups:
            # Two entries share a name: either of them may be meant.
            known = {one.text for one in groups[meaning.phrase]}
            more = tuple(one for one in meaning.group if one.text not in known)
            groups[meaning.phrase] += more
        elif f" {meaning.phrase} " in rest:
            rest = rest.replace(f" {meaning.phrase} ", " \n ", 1)
            groups[meaning.phrase] = meaning.group
    return [*groups.values(), *((Alternative(term),) for term in rest.split())]


def _place_groups(places: Sequence[Jurisdiction]) -> Iterator[tuple[str, Group]]:
    """(a name of the place as it is typed, that and its proper name), the longest names first."""
    found = [
        (" ".join(terms_of(name)), place)
        for place in places
        for name in (place.name, place.postal, *place.aliases)
        if name
    ]
    for name, place in sorted(found, key=lambda pair: -len(pair[0])):
        proper = Alternative(place.name.lower())
        yield name, (proper,) if name == proper.text else (proper, Alternative(name, SYNONYM))


def hidden_words(entries: Iterable[GlossaryEntry]) -> frozenset[str]:
    """All search-only words as terms_of() writes them: for whatever is shown to readers."""
    known = list(entries)
    shown = {name for entry in known if entry.is_shown for name in _shown(entry)}
    return frozenset(name for entry in known for name in _hidden(entry)) - shown


@lru_cache(maxsize=8_192)
def _stemmed(phrase: str) -> str:
    return " ".join(stem(word) for word in phrase.split())


def _names(entry: GlossaryEntry) -> Iterator[str]:
    yield from _shown(entry)
    yield from _hidden(entry)


def _shown(entry: GlossaryEntry) -> Iterator[str]:
    for name in (entry.term, *entry.abbreviations, *entry.synonyms):
        yield " ".join(terms_of(name))


def _hidden(entry: GlossaryEntry) -> list[str]:
    return [" ".join(terms_of(name)) for name in entry.search_only]


def _is_ambiguous(entry: GlossaryEntry, phrase: str) -> bool:
    """Whether the note on ambiguity speaks of this name; if of none, it means the short forms."""
    if not entry.ambiguity or phrase == " ".join(terms_of(entry.term)):
        return False
    warned = set(terms_of(entry.ambiguity, most=100))
    named = [name for name in _names(entry) if name in warned]
    short = [" ".join(terms_of(name)) for name in entry.abbreviations]
    return phrase in (named or short)


def _has_context(entry: GlossaryEntry, phrase: str, terms: Sequence[str]) -> bool:
    others = {stem(term) for term in terms if term not in phrase.split()}
    about = [entry.term, entry.definition, entry.category, *entry.synonyms, *entry.see_also]
    return bool(
        others & {stem(part) for text in about for token in tokens(text) for part in token.parts}
    )
