"""Tables of a report, and what of them may leave the hub."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

# Domain plan, 7: numbers under eleven are not shown, because few programs are easily recognized.
FEWEST = 11
FEW = "fewer than 11"
# A number that would give away a hidden one by subtraction.
NOT_SHOWN = "not shown"
TOO_FEW = "too few to say"


@dataclass(frozen=True)
class Line:
    """One row. `value` is None where it must not be shown; `shown` are its words."""

    label: str
    value: float | None
    shown: str
    # Of the largest of the table, in percent: how long the bar is.
    share: int = 0


@dataclass(frozen=True)
class Table:
    """`adds_up` says that the rows are parts of a whole that is told elsewhere."""

    key: str
    title: str
    column: str
    lines: list[Line]
    note: str = ""
    adds_up: bool = False
    is_drawn: bool = True


@dataclass
class Report:
    tables: list[Table] = field(default_factory=list)
    is_exact: bool = False


def counted(
    key: str,
    title: str,
    column: str,
    counts: Iterable[tuple[str, int]],
    *,
    note: str = "",
    adds_up: bool = False,
    is_drawn: bool = True,
) -> Table:
    """A table of counts, each with its number and its bar."""
    rows = list(counts)
    most = max([n for _, n in rows], default=0)
    lines = [Line(label, n, f"{n:,}", round(100 * n / most) if most else 0) for label, n in rows]
    return Table(key, title, column, lines, note, adds_up, is_drawn)


def hide_small(table: Table) -> Table:
    """The table without counts from 1 to 10.

    Where the rows add up to a known whole, more are hidden until what is hidden is eleven or more:
    otherwise subtraction would give it away.
    """
    hidden = {n for n, line in enumerate(table.lines) if _is_small(line)}
    while table.adds_up and hidden and _sum(table, hidden) < FEWEST:
        more = _least(table, hidden)
        if not more:
            break
        hidden |= set(more)
    lines = [_hidden(line) if n in hidden else line for n, line in enumerate(table.lines)]
    return replace(table, lines=lines)


def _is_small(line: Line) -> bool:
    return line.value is not None and 0 < line.value < FEWEST


def _sum(table: Table, numbers: set[int]) -> float:
    return sum(table.lines[n].value or 0 for n in numbers)


def _least(table: Table, hidden: set[int]) -> list[int]:
    others = [
        (line.value, n)
        for n, line in enumerate(table.lines)
        if n not in hidden and line.value is not None and line.value > 0
    ]
    return [min(others)[1]] if others else []


def _hidden(line: Line) -> Line:
    return Line(line.label, None, FEW if _is_small(line) else NOT_SHOWN)
