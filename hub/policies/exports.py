"""The policy table as CSV, for whoever wants to work with it."""

from collections.abc import Iterable, Iterator

from hub.core.cells import lines_of_csv

from .models import PolicyPage

COLUMNS = (
    "place level identifier title official_title type status as_of introduced passed enacted "
    "effective expires citation summary source address"
).split()


def to_csv(policies: Iterable[PolicyPage], base: str) -> Iterator[str]:
    """Lines of CSV: a header, then one line per policy. `base` begins every address."""
    yield from lines_of_csv([COLUMNS])
    yield from lines_of_csv(_cells(policy, base) for policy in policies)


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
