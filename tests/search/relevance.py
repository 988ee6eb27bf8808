"""How good the first ten hits are: normalized discounted cumulative gain over graded questions.

A gain of 2^grade - 1, discounted by the logarithm of the position, against the best order there
could be (Järvelin and Kekäläinen 2002, in the form of Burges 2005).
"""

import math
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

JUDGMENTS = Path(__file__).parent / "judgments.toml"
DEPTH = 10


@dataclass(frozen=True)
class Question:
    query: str
    wants: str
    grades: dict[str, int]


def questions() -> list[Question]:
    found = tomllib.loads(JUDGMENTS.read_text())["question"]
    return [Question(one["query"], one["wants"], one["grades"]) for one in found]


def ndcg(paths: Sequence[str], grades: dict[str, int], depth: int = DEPTH) -> float:
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(path, 0) for path in paths[:depth]]) / best if best else 1.0


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades))


def average(search: Callable[[str], Sequence[str]], findable: set[str]) -> float:
    """Mean nDCG over all questions; answers that no search of pages can return are left out."""
    scores = []
    for question in questions():
        grades = {path: n for path, n in question.grades.items() if path in findable}
        if grades:
            scores.append(ndcg(search(question.query), grades))
    return sum(scores) / len(scores)
