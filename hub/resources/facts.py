"""What is known of a program, in a form that is quick to compare: the slugs of its words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """One program, whoever told of it: a member, a mentor site, a case study. Empty is unknown."""

    community_types: frozenset[str] = frozenset()
    response_models: frozenset[str] = frozenset()
    population_band: str = ""
    population: int | None = None
    lead_agency_type: str = ""
    staffing_band: str = ""
    call_volume_band: str = ""
    stage: str = ""
    hours: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Facts()


def pack(slugs: frozenset[str]) -> str:
    """Several slugs as one text; the same set makes the same text."""
    return " ".join(sorted(slugs))


def unpack(text: str) -> frozenset[str]:
    return frozenset(text.split())
