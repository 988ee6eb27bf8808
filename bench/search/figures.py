"""Figures against their budgets: printed when they are known, and in one table at the end."""

import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BUDGETS = Path(__file__).parents[1] / "budgets.toml"


def budgets() -> dict[str, Any]:
    """The search part of bench/budgets.toml."""
    found: dict[str, Any] = tomllib.loads(BUDGETS.read_text())["search"]
    return found


@dataclass(frozen=True)
class Figure:
    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def has_limit(self) -> bool:
        return self.at_most is not None or self.at_least is not None

    @property
    def is_over(self) -> bool:
        return (self.at_most is not None and self.value > self.at_most) or (
            self.at_least is not None and self.value < self.at_least
        )

    def __str__(self) -> str:
        limit = ""
        if self.at_most is not None:
            limit = f"at most {self.at_most:g}"
        elif self.at_least is not None:
            limit = f"at least {self.at_least:g}"
        verdict = "  OVER BUDGET" if self.is_over else ""
        return f"{self.name:48} {_short(self.value):>10} {self.unit:12} {limit:16}{verdict}"


def _short(value: float) -> str:
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"


@dataclass
class Report:
    """What was measured, in the order of measuring."""

    figures: list[Figure] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def say(self, text: str = "") -> None:
        print(text, flush=True)

    def head(self, text: str) -> None:
        line = f"{text} (begun at {time.monotonic() - self.started:.0f} s)"
        self.say(f"\n{line}\n{'-' * len(line)}")

    def add(self, name: str, value: float, unit: str, **limits: float | None) -> None:
        """One figure; a limit, at_most or at_least, makes it count."""
        figure = Figure(name, float(value), unit, **limits)
        self.figures.append(figure)
        self.say(str(figure))

    def summarize(self) -> bool:
        """Prints every figure that has a budget; whether all of them are kept."""
        counted = [one for one in self.figures if one.has_limit]
        over = [one for one in counted if one.is_over]
        self.head(f"Budgets: {len(counted) - len(over)} of {len(counted)} are kept")
        for figure in counted:
            self.say(str(figure))
        return not over
