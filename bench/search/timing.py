"""Timings of many questions: every call by processor and by clock, in milliseconds."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

MILLISECONDS = 1_000.0
# So many questions are timed however long they take, unless it is even longer.
FEWEST = 3
LONGER = 4


@dataclass
class Times:
    """One list per question of its calls, (CPU, wall); the first call of each is a cold one."""

    questions: list[list[tuple[float, float]]] = field(default_factory=list)

    def median(self, *, wall: bool = False) -> float:
        return float(np.median(self._every(wall)))

    def p95(self, *, wall: bool = False) -> float:
        return float(np.percentile(self._every(wall), 95))

    def first(self, *, wall: bool = False) -> float:
        """The median of the first calls: nothing of these words had been read before."""
        return float(np.median([calls[0][wall] for calls in self.questions]))

    def fastest_p95(self) -> float:
        """CPU of the fastest call of each: what else the machine does adds time, never takes it."""
        return float(np.percentile([min(cpu for cpu, _ in calls) for calls in self.questions], 95))

    def _every(self, wall: bool) -> list[float]:
        return [call[wall] for calls in self.questions for call in calls]


def time_each(
    acts: Sequence[Callable[[], object]], *, rounds: int = 5, seconds: float = 30.0
) -> Times:
    """Calls every act once a round, until so many seconds are over; slow ones go on for longer."""
    found: list[list[tuple[float, float]]] = []
    started = time.monotonic()
    for number in range(rounds):
        for at, act in enumerate(acts):
            has_enough = number or at >= FEWEST
            if time.monotonic() - started > (seconds if has_enough else LONGER * seconds):
                return Times(found)
            if number == 0:
                found.append([])
            found[at].append(timed(act))
    return Times(found)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall milliseconds of one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return (
        (time.process_time() - cpu) * MILLISECONDS,
        (time.perf_counter() - wall) * MILLISECONDS,
    )
