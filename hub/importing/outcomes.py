"""What a check says of a sheet, row by row."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

# A value is shown to recognize it, not to read it.
SHOWN = 160


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"
    BROKEN = "broken"
    SAMPLE = "sample"


@dataclass(frozen=True)
class Remark:
    """Something about one cell: what is wrong, what would be right, what stands there."""

    line: int
    column: str
    what: str
    better: str = ""
    value: str = ""


@dataclass(frozen=True)
class Difference:
    line: int
    title: str
    column: str
    before: str
    after: str


@dataclass
class Outcome:
    """One row. `page` is what it would become, in memory only."""

    line: int
    verdict: Verdict
    title: str = ""
    key: str = ""
    page: Any = None
    earlier_revision: int | None = None
    problems: list[Remark] = field(default_factory=list)
    advice: list[Remark] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def blame(self, column: str, what: str, better: str = "", value: str = "") -> None:
        self.problems.append(Remark(self.line, column, what, better, short(value)))
        self.verdict = Verdict.BROKEN


def short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} …"


@dataclass
class Checked:
    """The whole sheet. `faults` are of the sheet itself: with one of them nothing can be done."""

    outcomes: list[Outcome] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def of(self, *verdicts: Verdict) -> list[Outcome]:
        return [one for one in self.outcomes if one.verdict in verdicts]

    def as_report(self) -> dict[str, Any]:
        samples = [one.line for one in self.of(Verdict.SAMPLE)]
        return {
            "counts": {verdict.value: len(self.of(verdict)) for verdict in Verdict},
            "faults": self.faults,
            "unknown": self.unknown,
            "samples": samples,
            "problems": [asdict(two) for one in self.outcomes for two in one.problems],
            "advice": [asdict(two) for one in self.outcomes for two in one.advice],
            "differences": [asdict(two) for one in self.outcomes for two in one.differences],
        }
