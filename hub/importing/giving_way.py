"""Long work in small steps lets others write in between."""

from collections.abc import Iterable, Iterator
from time import monotonic, sleep
from typing import TypeVar

Step = TypeVar("Step")

# SQLite keeps no queue: whoever waits looks again every tenth of a second, and would find the
# next step begun each time, until the wait is over and their page breaks.
WORK_SECONDS = 0.5
REST_SECONDS = 0.15


def step_by_step(steps: Iterable[Step]) -> Iterator[Step]:
    """The same steps, with a rest now and then. Each is a transaction of its own."""
    began = monotonic()
    for step in steps:
        yield step
        if monotonic() - began >= WORK_SECONDS:
            sleep(REST_SECONDS)
            began = monotonic()
