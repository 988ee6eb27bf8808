"""Parts of this benchmark in processes of their own, whose database is another one.

Each prepares itself, says that it is ready, measures when it is told to, and prints what it found.
"""

import json
import signal
import subprocess
import sys
from typing import Any

READY = "ready"
GO = "go"


class Beside:
    """A process that was started; its preparations go on while others are made."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 – our own arguments, no shell
            [sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.strip() == READY:
                return
        raise RuntimeError("A part of the benchmark ended early; the lines above say why.")

    def measure(self) -> Any:
        """Lets it measure and returns what it found."""
        said, _ = self._process.communicate(f"{GO}\n")
        return json.loads(said.splitlines()[-1])

    def stop(self) -> None:
        """Ends it, wherever it is."""
        self._process.terminate()
        self._process.wait()


def end_in_order() -> None:
    """Lets whoever is asked to end leave no process and no folder behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def wait_for_go() -> bool:
    """In the process itself: says that it is ready. False when nobody wants it any more."""
    print(READY, flush=True)
    return sys.stdin.readline().strip() == GO


def tell(found: Any) -> None:
    print(json.dumps(found), flush=True)
