"""What changed between two versions of a text, word by word."""

import re
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed"]
WORD = re.compile(r"\s+|[^\s]+")
# Myers' way costs the square of the number of changes: beyond these a text counts as rewritten.
MOST_CHANGES = 600


class Piece(NamedTuple):
    kind: Kind
    text: str


def diff_words(before: str, after: str) -> list[Piece]:
    """The pieces of both versions in reading order, what was removed before what was added.

    "same" and "removed" together are `before`, "same" and "added" together are `after`.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle = _changes(old[start : len(old) - end], new[start : len(new) - end])
    kept_before = [Piece("same", word) for word in old[:start]]
    kept_after = [Piece("same", word) for word in old[len(old) - end :]]
    return _joined([*kept_before, *middle, *kept_after])


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _changes(old: list[str], new: list[str]) -> list[Piece]:
    trace = _trace(old, new)
    if trace is None:
        return [Piece("removed", "".join(old)), Piece("added", "".join(new))]
    pieces: list[Piece] = []
    x, y = len(old), len(new)
    for changes in range(len(trace) - 1, -1, -1):
        reached, k = trace[changes], x - y
        down = k == -changes or (k != changes and reached[k - 1] < reached[k + 1])
        before_k = k + 1 if down else k - 1
        before_x = reached[before_k] if changes else 0
        before_y = before_x - before_k if changes else 0
        while x > before_x and y > before_y:
            x, y = x - 1, y - 1
            pieces.append(Piece("same", old[x]))
        if changes:
            pieces.append(
                Piece("added", new[before_y]) if down else Piece("removed", old[before_x])
            )
        x, y = before_x, before_y
    return pieces[::-1]


def _trace(old: list[str], new: list[str]) -> list[dict[int, int]] | None:
    """How far each diagonal got with 0, 1, 2 … changes; None beyond MOST_CHANGES. (Myers 1986.)"""
    reached = {1: 0}
    trace = []
    for changes in range(min(len(old) + len(new), MOST_CHANGES) + 1):
        trace.append({k: reached[k] for k in range(-changes - 1, changes + 2) if k in reached})
        for k in range(-changes, changes + 1, 2):
            down = k == -changes or (k != changes and reached[k - 1] < reached[k + 1])
            x = reached[k + 1] if down else reached[k - 1] + 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reached[k] = x
            if x >= len(old) and x - k >= len(new):
                return trace
    return None


def _joined(pieces: list[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for same, run in groupby(pieces, key=lambda piece: piece.kind == "same"):
        words = list(run)
        kinds: tuple[Kind, ...] = ("same",) if same else ("removed", "added")
        for kind in kinds:
            text = "".join(piece.text for piece in words if piece.kind == kind)
            if text:
                joined.append(Piece(kind, text))
    return joined
