"""What is offered beside the hits: the places and topics that the words name."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Lower

from hub.taxonomy.models import Jurisdiction, Topic

from .engine.analysis import stem
from .queries import phrases_of, terms_of

MOST_PLACES = 5
MOST_TOPICS = 4
SHORTEST_BEGINNING = 3


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


def find_topics(terms: list[str], topics: Iterable[Topic]) -> list[Topic]:
    """Those of the topics that have at least half of the words in their name, the best first."""

    def fit(topic: Topic) -> int:
        names = terms_of(topic.name)
        return sum(any(_alike(term, name) for name in names) for term in terms)

    fits = [(fit(topic), topic) for topic in topics]
    enough = [(n, topic) for n, topic in fits if n and n * 2 >= len(terms)]
    return [topic for _, topic in sorted(enough, key=lambda pair: -pair[0])][:MOST_TOPICS]


def _alike(word: str, name: str) -> bool:
    return stem(word) == stem(name) or (len(word) > SHORTEST_BEGINNING and name.startswith(word))
