"""Made-up words in the proportions of a language: the rank of a word sets how often it occurs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

import numpy as np

SEED = 20_260_401
VOCABULARY = 20_000
SHORTEST, LONGEST = 150, 400
SENTENCE = 12
# The commonest words are like "the" and "of": titles are made of the others.
FIRST_IN_TITLES = 40
KINDS = (
    *("practicepage", "policypage", "mentorsitepage", "casestudypage"),
    *("guidelinepage", "libraryitempage", "eventpage", "principlepage"),
)
PLACES = tuple(f"place-{n}" for n in range(62))
DISCIPLINES = ("law-enforcement", "behavioral-health", "ems", "fire", "dispatch", "peer-support")
COMMUNITIES = ("urban", "suburban", "rural", "frontier", "tribal")


@dataclass(frozen=True)
class Written:
    """One made-up document; `ranks` are the places of its words in the vocabulary."""

    number: int
    title: str
    summary: str
    text: str
    facets: dict[str, str]
    ranks: list[int] = field(repr=False)


@lru_cache
def vocabulary() -> list[str]:
    """The words, the commonest first: pronounceable, from four letters on."""
    chance = Random(SEED)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        syllables = [_syllable(chance) for _ in range(chance.choice((2, 2, 3, 3, 4)))]
        word = "".join(syllables)
        if 4 <= len(word) <= 12:
            found[word] = None
    return list(found)


def _syllable(chance: Random) -> str:
    ending = chance.choice(("", "", "n", "r", "l", "k", "m"))
    return chance.choice("bdfghjklmnprstvwz") + chance.choice("aeiou") + ending


def new_words() -> Iterator[str]:
    """Words that no document has, one after the other."""
    for number in range(1_000_000):
        yield "qu" + "".join(chr(ord("a") + int(digit)) for digit in f"{number:06}") + "x"


def written(count: int) -> Iterator[Written]:
    """The first `count` documents; the same ones in every run, however many follow."""
    words = np.array(vocabulary(), dtype=object)
    shares = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    shares /= shares[-1]
    chance = np.random.default_rng(SEED)
    for number in range(count):
        ranks = np.searchsorted(shares, chance.random(int(chance.integers(SHORTEST, LONGEST + 1))))
        title = FIRST_IN_TITLES + np.searchsorted(shares, chance.random(5)) % 12_000
        summary = np.searchsorted(shares, chance.random(20))
        yield Written(
            number,
            " ".join(words[title]).capitalize(),
            _sentences(words[summary].tolist()),
            _sentences(words[ranks].tolist()),
            _facets(chance),
            ranks.tolist(),
        )


def _sentences(words: list[str]) -> str:
    parts = [words[at : at + SENTENCE] for at in range(0, len(words), SENTENCE)]
    return " ".join(" ".join(part).capitalize() + "." for part in parts)


def _facets(chance: np.random.Generator) -> dict[str, str]:
    # Some values are common and some are rare, as in a hub: the square draws to the front.
    def one_of(values: tuple[str, ...]) -> str:
        return values[int(len(values) * chance.random() ** 2)]

    return {
        "kind": one_of(KINDS),
        "place": one_of(PLACES),
        "discipline": one_of(DISCIPLINES),
        "community_type": one_of(COMMUNITIES),
    }
