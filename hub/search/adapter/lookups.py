"""From a lookup of Django on a filter field to a filter of the engine."""

from typing import Any

from hub.search.engine import nodes
from hub.search.engine.nodes import Filter
from hub.search.engine.values import NONE, after_prefix, encode

ALIKE = {"iexact", "contains", "icontains", "istartswith", "endswith", "iendswith"}


def lookup_filter(path: str, lookup: str, value: Any) -> Filter | None:
    """None for a lookup that we do not know."""
    match lookup:
        case "exact":
            return nodes.Exact(path, (encode(value),))
        case "in":
            return nodes.Exact(path, tuple(encode(single) for single in value))
        case "isnull":
            none = nodes.Exact(path, (NONE,))
            return none if value else nodes.Except(none)
    if lookup in ALIKE:
        return nodes.Like(path, lookup, str(value))
    return _range(path, lookup, value)


def _range(path: str, lookup: str, value: Any) -> Filter | None:
    match lookup:
        case "gt" | "gte":
            bound = encode(value)
            return nodes.Between(path, bound, after_prefix(bound[0]), with_low=lookup == "gte")
        case "lt" | "lte":
            bound = encode(value)
            return nodes.Between(path, bound[0], bound, with_high=lookup == "lte")
        case "range":
            return nodes.Between(path, encode(value[0]), encode(value[1]))
        case "startswith":
            bound = encode(str(value))
            return nodes.Between(path, bound, after_prefix(bound))
    return None
