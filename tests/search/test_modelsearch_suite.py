"""Our engine keeps modelsearch's contract: it passes the tests that modelsearch has for engines."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

pytestmark = pytest.mark.long

SUITE = "tests.search.modelsearch_suite"
LONGEST_SECONDS = 300
# 120 for every engine and the one that each engine has for emptying its index. A test that is no
# longer collected would otherwise look like one that passes.
EVERY_TEST = 121


def test_our_engine_passes_every_test_that_modelsearch_has_for_engines(tmp_path):
    report = run_suite(index=tmp_path / "index")

    # A bare OK: skipped tests and expected failures stand in parentheses behind it.
    assert re.search(rf"^Ran {EVERY_TEST} tests in \S+\n\nOK$", report, re.MULTILINE), report


def run_suite(*, index: Path) -> str:
    words = ["-m", "django", "test", f"{SUITE}.suite.TestWhoosh", "--settings", f"{SUITE}.settings"]
    try:
        done = subprocess.run(  # noqa: S603 – all words are ours
            [sys.executable, *words],
            cwd=ROOT,
            env={**os.environ, "HUB_SEARCH_DIR": str(index)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        pytest.fail(f"Not done in {LONGEST_SECONDS} s.\n{(late.output or b'').decode()}")
    return done.stdout.decode()
