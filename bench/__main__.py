"""Timings as ratios measured in one run: `python -m bench`. Budgets are in budgets.toml.

Absolute times depend on the machine; how much slower a large hub is than a small one does not.
"""

import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

SMALL, LARGE = 20, 20_000
ROUNDS = 7
ADDRESSES = {
    "listing": "/practices/",
    "filtered_listing": "/practices/?topic=topic-3&community_type=rural",
    "detail": "/practices/practice-7/",
    "place": "/places/place-3/",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HUB_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings.dev"
        figures = measure()
    budgets = tomllib.loads((Path(__file__).parent / "budgets.toml").read_text())
    failed = False
    for name, (small, large, statements) in figures.items():
        ratio = large / small
        over = ratio > budgets["ratios"][name] or statements > budgets["statements"][name]
        failed |= over
        print(
            f"{name:18} {small * 1000:7.1f} ms at {SMALL}, {large * 1000:7.1f} ms at {LARGE:,}: "
            f"x{ratio:.1f} (at most x{budgets['ratios'][name]}), {statements} statements"
            f"{'  OVER BUDGET' if over else ''}"
        )
    sys.exit(1 if failed else 0)


def measure() -> dict[str, tuple[float, float, int]]:
    """Name → (CPU seconds small, CPU seconds large, statements large)."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.world import build_hub, fill_shelf

    print("Building a throwaway database …", flush=True)
    call_command("migrate", verbosity=0)
    client = Client()
    shelf = build_hub()
    with transaction.atomic():
        fill_shelf(shelf, SMALL)
    small = {name: fastest(lambda a=address: client.get(a)) for name, address in ADDRESSES.items()}
    shelf.get_children().delete()
    shelf.refresh_from_db()
    print(f"Filling it with {LARGE:,} practices …", flush=True)
    with transaction.atomic():
        fill_shelf(shelf, LARGE)
    figures = {}
    for name, address in ADDRESSES.items():
        large = fastest(lambda a=address: client.get(a))
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        figures[name] = (small[name], large, len(captured))
    return figures


def fastest(act: Callable[[], object]) -> float:
    """CPU seconds of the fastest round: what else the machine does adds time, never takes it."""
    act()
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        act()
        rounds.append(time.process_time() - started)
    return min(rounds)


if __name__ == "__main__":
    main()
