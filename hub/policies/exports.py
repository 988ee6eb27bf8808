"""The policy table as CSV, for whoever wants to work with it."""

import csv
from collections.abc import Iterable, Iterator

from .models import PolicyPage

COLUMNS = (
    "place level identifier title official_title type status as_of introduced passed enacted "
    "effective expires citation summary source address"
).split()
# A cell that begins with one of these is run as a formula by spreadsheet programs.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands each written line straight back."""

    def write(self, line: str) -> str:
        return line


def to_csv(policies: Iterable[PolicyPage], base: str) -> Iterator[str]:
    """Lines of CSV: a header, then one line per policy. `base` begins every address."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for policy in policies:
        yield writer.writerow([_safe(cell) for cell in _cells(policy, base)])


def _cells(policy: PolicyPage, base: str) -> list[object]:
    sources = [block.value["url"] for block in policy.sources if block.value["url"]]
    return [
        policy.jurisdiction.name,
        policy.get_level_display(),
        policy.identifier,
        policy.title,
        policy.official_title,
        policy.policy_type.label,
        policy.get_status_display(),
        policy.as_of or "",
        policy.introduced,
        policy.passed,
        policy.enacted,
        "; ".join(block.value["date"] for block in policy.effective),
        policy.expires,
        policy.citation,
        policy.summary,
        sources[0] if sources else "",
        base + policy.get_absolute_url(),
    ]


def _safe(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
