"""Taking a quoted post out of a text that quotes it."""

import re
from collections.abc import Iterable

from .fragments import holds_any

LEFT = "*A quotation was removed here.*"
_DEPTH = re.compile(r"^\s{0,3}((?:>\s?)+)")


def without_quotations(source: str, *, address: str, fragments: Iterable[str]) -> str:
    """`source` without each quotation that links to `address` or holds one of these fragments.

    A quotation is a run of lines of the same depth or deeper; what stands around it stays.
    """
    pieces = list(fragments)
    kept: list[str] = []
    lines = source.split("\n")
    at = 0
    while at < len(lines):
        depth, end = _depth(lines[at]), at + 1
        if not depth:
            kept.append(lines[at])
            at = end
            continue
        while end < len(lines) and _depth(lines[end]) >= depth:
            end += 1
        block = lines[at:end]
        kept += _cleaned(block, depth, address, pieces)
        at = end
    return "\n".join(kept)


def _cleaned(block: list[str], depth: int, address: str, fragments: list[str]) -> list[str]:
    """The lines of one quotation: only what is quoted inside it goes when that is enough."""
    own = [line for line in block if _depth(line) == depth]
    words = "\n".join(_inner(line) for line in own)
    if address in words or holds_any(words, fragments):
        return [f"{'> ' * (depth - 1)}{LEFT}"]
    inner: list[str] = []
    kept: list[str] = []
    for line in [*block, None]:
        if line is not None and _depth(line) > depth:
            inner.append(line)
            continue
        if inner:
            kept += _cleaned(inner, min(map(_depth, inner)), address, fragments)
            inner = []
        if line is not None:
            kept.append(line)
    return kept


def _depth(line: str) -> int:
    found = _DEPTH.match(line)
    return found.group(1).count(">") if found else 0


def _inner(line: str) -> str:
    return _DEPTH.sub("", line)
