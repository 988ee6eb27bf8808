"""When time is up the answer is shorter, says so, and has nothing in it that does not fit."""

from collections.abc import Callable

import pytest

from hub.search.engine import nodes
from hub.search.engine.asking import SECONDS, Answer, ask
from hub.search.engine.nodes import Node
from hub.search.engine.reading import Index
from hub.search.engine.values import encode
from tests.search.engine.corpora import document


def clock_with(*, seconds_per_look: float) -> Callable[[], float]:
    """A clock that is further on each time somebody looks at it."""
    looks = 0

    def clock() -> float:
        nonlocal looks
        looks += 1
        return looks * seconds_per_look

    return clock


@pytest.fixture
def index(index_with) -> Index:
    return index_with(
        document("1", "alpha bravo", kind="practice"),
        document("2", "bravo", kind="policy"),
        document("3", "alpha", kind="policy"),
    )


def ask_slowly(index: Index, node: Node, leaves_in_time: int) -> Answer:
    clock = clock_with(seconds_per_look=SECONDS / (leaves_in_time + 0.5))
    return ask(index.searcher(), node, clock=clock)


EITHER = nodes.AnyOf((nodes.Term("alpha"), nodes.Term("bravo")))


def test_what_was_found_in_time_is_shown(index):
    answer = ask_slowly(index, EITHER, leaves_in_time=1)

    assert answer.is_partial
    assert sorted(key for key, _ in answer.hits(0, None)) == ["1", "3"]


def test_an_answer_in_time_is_whole(index):
    answer = ask_slowly(index, EITHER, leaves_in_time=2)

    assert not answer.is_partial
    assert answer.total == 3


@pytest.mark.parametrize(
    "node",
    [
        nodes.AllOf((nodes.Term("alpha"), nodes.Term("bravo"))),
        nodes.AllOf((nodes.Term("alpha"), nodes.Without(nodes.Term("bravo")))),
        nodes.Without(EITHER),
        nodes.AtLeast((nodes.Term("alpha"), nodes.Term("bravo")), 2),
    ],
)
def test_a_partial_answer_leaves_out_too_much_and_never_too_little(index, node):
    whole = {key for key, _ in ask(index.searcher(), node).hits(0, None)}

    for leaves_in_time in (0, 1):
        answer = ask_slowly(index, node, leaves_in_time)

        assert answer.is_partial
        assert {key for key, _ in answer.hits(0, None)} <= whole


def test_filters_hold_however_late_it_is(index):
    practices = {"kind": nodes.Exact("kind", (encode("practice"),))}

    late = ask(index.searcher(), nodes.Everything(), practices, seconds=-1.0)

    assert [key for key, _ in late.hits(0, None)] == ["1"]
