"""From a filter to the documents that it lets through, deleted ones included."""

from collections.abc import Callable, Iterable

from . import nodes
from .fields import filter_field
from .nodes import Filter
from .searcher import Mask, Searcher

COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "exact": str.__eq__,
    "contains": str.__contains__,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


def let_through(searcher: Searcher, wanted: Filter) -> Mask:
    """A new array of what `wanted` lets through."""
    match wanted:
        case nodes.Both(parts):
            return in_all(~searcher.none(), (let_through(searcher, part) for part in parts))
        case nodes.Either(parts):
            mask = searcher.none()
            for part in parts:
                mask |= let_through(searcher, part)
            return mask
        case nodes.Except(part):
            return ~let_through(searcher, part)
        case nodes.Never():
            return searcher.none()
    return _by_value(searcher, wanted)


def in_all(mask: Mask, others: Iterable[Mask]) -> Mask:
    """What is in `mask`, which stays as it is, and in every one of the others."""
    found = mask.copy()
    for other in others:
        found &= other
    return found


def _by_value(searcher: Searcher, wanted: Filter) -> Mask:
    match wanted:
        case nodes.Exact(name, values):
            return _with_values(searcher, filter_field(name), values)
        case nodes.OfType(name):
            return _with_values(searcher, "types", [name])
        case nodes.Between(name, low, high, with_low, with_high):
            return searcher.between(
                filter_field(name), low, high, with_low=with_low, with_high=with_high
            )
        case nodes.Like(name, comparison, text):
            return _like(searcher, filter_field(name), comparison, text)
    raise TypeError(f"{type(wanted).__name__} is not a filter")


def _with_values(searcher: Searcher, field: str, values: Iterable[str]) -> Mask:
    mask = searcher.none()
    for value in values:
        mask[searcher.with_value(field, value)] = True
    return mask


def _like(searcher: Searcher, field: str, comparison: str, text: str) -> Mask:
    compare = COMPARISONS[comparison.removeprefix("i")]
    turn = str.casefold if comparison.startswith("i") else str
    alike = [
        term
        for term in searcher.terms(field)
        if term[0] == "s" and compare(turn(term[1:]), turn(text))
    ]
    return _with_values(searcher, field, alike)
