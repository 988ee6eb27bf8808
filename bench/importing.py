"""Rows a second from a sheet to drafts: `python -m bench.importing --rows 500`.

Prints the dry run, the import, how long other writers wait and the taking back, by the clock and in
processor time, and the same for as many rows as a sheet may have.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.search.hubs import throwaway_hub

HEADINGS = ["Key", "Title", "Summary", "Problem", "Topics", "Places", "Community type", "Sources"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500)
    rows = parser.parse_args().rows
    with throwaway_hub():
        from django.db import connections

        from bench.world import build_hub
        from hub.importing.reading.sheets import MOST_ROWS

        build_hub()
        few, many = measure(rows), measure(MOST_ROWS, first=rows + 1)
        connections.close_all()
    for name in few:
        told = "; ".join(
            f"{count:,} rows {spent.wall:6.1f} s, {count / spent.wall:6.1f} rows/s "
            f"({count / spent.cpu:6.1f} a CPU second)"
            for count, spent in ((rows, few[name]), (MOST_ROWS, many[name]))
        )
        print(f"{name:12} {told}")


@dataclass
class Spent:
    wall: float = 0.0
    cpu: float = 0.0

    def measure(self, act: Callable[[], Any]) -> Any:
        wall, cpu = time.monotonic(), time.process_time()
        try:
            return act()
        finally:
            self.wall += time.monotonic() - wall
            self.cpu += time.process_time() - cpu


def measure(rows: int, first: int = 1) -> dict[str, Spent]:
    from django.utils import timezone

    from hub.accounts.models import User
    from hub.importing import actions, working
    from hub.importing.actions import carrying_out
    from hub.importing.reading.files import read_file

    editor, _ = User.objects.get_or_create(
        email="editor@example.org", defaults={"name": "An editor", "is_superuser": True}
    )
    sheet = read_file(table(first, rows))
    at = timezone.now()
    one: Any = actions.begin_import(sheet, kind="practices", file_name="b.csv", by=editor, at=at)
    spent = {"dry run": Spent(), "import": Spent(), "transaction": Spent()}
    spent["dry run"].measure(lambda: working.work_on(one))
    one.refresh_from_db()
    actions.start_import(one, leaves_out=False, submits=False, by=editor, at=at)
    write = carrying_out._write

    def timed(*args: Any, **options: Any) -> Any:
        return spent["transaction"].measure(lambda: write(*args, **options))

    carrying_out._write = timed
    spent["import"].measure(lambda: working.work_on(one))
    carrying_out._write = write
    one.refresh_from_db()
    assert one.state == "done", one.failure
    actions.undo_import(one, by=editor, at=at)
    spent["taken back"] = Spent()
    spent["taken back"].measure(lambda: working.work_on(one))
    one.refresh_from_db()
    assert one.report["kept"] == 0
    return spent


def table(first: int, rows: int) -> bytes:
    lines = [",".join(HEADINGS)]
    for n in range(first, first + rows):
        lines.append(
            f"P-{n},Practice {n},In plain words.,Nobody calls the **day after** {n}.,"
            f"Topic {n % 39};Topic {(n + 1) % 39},Place {n % 62},Rural,"
            f"A report | https://example.org/{n}"
        )
    return "\n".join(lines).encode()


if __name__ == "__main__":
    main()
