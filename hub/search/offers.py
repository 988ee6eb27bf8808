"""What is offered above the hits: the places, topics and glossary entries that the words name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower

from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Topic

from .queries import phrases_of, terms_of

MOST_PLACES = 5
MOST_TOPICS = 4
SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class Meaning:
    """A glossary entry that the words name, and which of the words do."""

    entry: GlossaryEntry
    phrase: str

    @property
    def alternatives(self) -> list[str]:
        """Everything to look for in the place of the phrase, what was typed first."""
        entry = self.entry
        names = [self.phrase, entry.term, *entry.abbreviations, *entry.synonyms]
        return list(dict.fromkeys(name.lower() for name in names))


def find_places(text: str, terms: list[str]) -> list[Jurisdiction]:
    """Places whose name, other name or postal code is among the words; a few at most."""
    phrases = phrases_of(terms)
    if not phrases:
        return []
    named = Q(lower_name__in=phrases) | Q(postal__in=_postal_codes(text))
    for phrase in phrases:
        named |= Q(aliases__icontains=f'"{phrase}"')
    if len(text) >= SHORTEST_BEGINNING:
        named |= Q(lower_name__startswith=text.lower())
    places = Jurisdiction.objects.annotate(lower_name=Lower("name")).filter(named)
    return list(places.by_name()[:MOST_PLACES])


def _postal_codes(text: str) -> list[str]:
    # "in", "or" and "me" are words as well as states: in a sentence only capitals are a state.
    words = text.split()
    if len(words) == 1:
        return [text.upper()]
    return [word for word in words if len(word) == 2 and word.isupper()]


def named_by(terms: Sequence[str], place: Jurisdiction) -> list[str]:
    """Those of the words that name the place, so that they need not be on its pages."""
    names = {place.postal.lower(), *terms_of(place.name)}
    for alias in place.aliases:
        names.update(terms_of(alias))
    return [term for term in terms if term in names]


def find_topics(terms: list[str]) -> list[Topic]:
    """Topics that have at least half of the words in their name, the best first."""

    def fit(topic: Topic) -> int:
        names = _parts(topic.name.lower())
        return sum(
            all(any(_alike(part, name) for name in names) for part in _parts(term))
            for term in terms
        )

    fits = [(fit(topic), topic) for topic in Topic.objects.order_by("sort_order", "name", "pk")]
    enough = [(n, topic) for n, topic in fits if n and n * 2 >= len(terms)]
    return [topic for _, topic in sorted(enough, key=lambda pair: -pair[0])][:MOST_TOPICS]


def _parts(words: str) -> list[str]:
    return words.replace("-", " ").split()


def _alike(word: str, name: str) -> bool:
    return word == name or (len(word) > SHORTEST_BEGINNING and name.startswith(word.rstrip("s")))


def find_meanings(terms: list[str]) -> list[Meaning]:
    """Entries whose term, abbreviation, synonym or search-only word is among the words.

    Search-only words find and are never shown; an entry that the glossary hides finds too.
    """
    phrases = phrases_of(terms)
    found = [
        Meaning(entry, phrase)
        for entry in GlossaryEntry.objects.order_by("term", "pk")
        for phrase in [_longest(name for name in _names(entry) if name in phrases)]
        if phrase
    ]
    return sorted(found, key=lambda meaning: -len(meaning.phrase))


def _names(entry: GlossaryEntry) -> Iterator[str]:
    lists = (entry.abbreviations, entry.synonyms, entry.search_only)
    for name in [entry.term, *(name for names in lists for name in names)]:
        yield " ".join(terms_of(name))


def _longest(names: Iterator[str]) -> str:
    return max(names, key=len, default="")
