"""What is asked, the same of every engine: ten questions of each class."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from modelsearch.query import Fuzzy, Phrase

from hub.search.models import SearchDocument

from .words import SENTENCE, Written, vocabulary, written

QUESTIONS = 10
PAGE = 20
DEEP = slice(1000, 1020)
# Ranks in the vocabulary: the commonest words are in about half of all documents, common ones in
# a seventh, rare ones in fifteen of ten thousand.
COMMONEST = range(30, 60, 3)
COMMON = range(130, 220)
IN_PHRASES = range(30, 150)
MEDIUM = range(220, 2_000)
RARE = range(12_000, 20_000)

# Asks the backend of that name and returns what it answers, complete.
Ask = Callable[[str], object]


@dataclass(frozen=True)
class Words:
    """Words to ask for, ten of each sort; a common word, a pair and facets are of one document."""

    rare: list[str]
    common: list[str]
    commonest: list[str]
    pairs: list[str]
    phrases: list[str]
    beginnings: list[str]
    misspelled: list[str]
    facets: list[dict[str, str]]


@lru_cache
def words() -> Words:
    documents = list(written(200))
    common = {_of_rank(one, COMMON): one for one in documents if _of_rank(one, MEDIUM)}
    common.pop("", None)
    ten = dict(list(common.items())[:QUESTIONS])
    medium = [_of_rank(one, MEDIUM) for one in documents]
    return Words(
        rare=_ten(_of_rank(one, RARE) for one in documents),
        common=list(ten),
        commonest=[vocabulary()[rank] for rank in COMMONEST],
        pairs=[f"{word} {_of_rank(one, MEDIUM)}" for word, one in ten.items()],
        phrases=_ten(_phrase(one) for one in documents),
        beginnings=[
            one.title.split()[2].lower()[: 3 + at % 3] for at, one in enumerate(documents[:10])
        ],
        misspelled=[_misspelled(word) for word in medium if len(word) >= 6][:QUESTIONS],
        facets=[one.facets for one in ten.values()],
    )


def _ten(found: Iterator[str]) -> list[str]:
    return list(islice(dict.fromkeys(one for one in found if one), QUESTIONS))


def _of_rank(one: Written, ranks: range) -> str:
    return next((vocabulary()[rank] for rank in one.ranks if rank in ranks), "")


def _phrase(one: Written) -> str:
    """Two words side by side in one sentence."""
    for at, (first, second) in enumerate(zip(one.ranks, one.ranks[1:], strict=False)):
        if (at + 1) % SENTENCE and first in IN_PHRASES and second in IN_PHRASES:
            return f"{vocabulary()[first]} {vocabulary()[second]}"
    return ""


def _misspelled(word: str) -> str:
    middle = len(word) // 2
    return word[:middle] + ("x" if word[middle] != "x" else "c") + word[middle + 1 :]


def classes() -> dict[str, list[Ask]]:
    """Name of the class → its questions, through the public call."""
    asked = words()
    return {
        "rare term": [_search(word) for word in asked.rare],
        "common term": [_search(word) for word in asked.common],
        "two terms, and": [_search(pair) for pair in asked.pairs],
        "phrase": [_search(Phrase(phrase)) for phrase in asked.phrases],
        "autocomplete": [_autocomplete(beginning) for beginning in asked.beginnings],
        "fuzzy": [_search(Fuzzy(word)) for word in asked.misspelled],
        "filtered": [_filtered(*both) for both in zip(asked.common, asked.facets, strict=True)],
        "deep page": [_search(word, DEEP) for word in asked.common],
        "facet counts": [_facet(word) for word in asked.common],
    }


def _search(query: object, part: slice = slice(PAGE)) -> Ask:
    return lambda backend: list(SearchDocument.objects.all().search(query, backend=backend)[part])


def _autocomplete(beginning: str) -> Ask:
    return lambda backend: list(
        SearchDocument.objects.all().autocomplete(beginning, backend=backend)[:PAGE]
    )


def _filtered(word: str, facets: dict[str, str]) -> Ask:
    place = f"place:{facets['place']}"
    return lambda backend: list(
        SearchDocument.objects.filter(kind=facets["kind"], facets__value=place).search(
            word, backend=backend
        )[:PAGE]
    )


def _facet(word: str) -> Ask:
    return lambda backend: SearchDocument.objects.all().search(word, backend=backend).facet("kind")
