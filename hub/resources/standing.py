"""The one badge that says where a published thing stands: status, evidence or result."""

from dataclasses import dataclass
from datetime import date
from typing import Self

# key → (words, tone, icon). The keys are stored; the rest is how they look today.
STANDINGS: dict[str, tuple[str, str, str]] = {
    "evidence:strong": ("Strong evidence", "evidence", "evidence-4"),
    "evidence:moderate": ("Moderate evidence", "evidence", "evidence-3"),
    "evidence:promising": ("Promising", "evidence", "evidence-2"),
    "evidence:emerging": ("Emerging", "evidence", "evidence-1"),
    "evidence:mixed": ("Mixed evidence", "evidence", "evidence-1"),
    "evidence:ineffective-harmful": ("No effect or harmful", "stop", "do-not-disturb"),
    "evidence:not-rated": ("Not yet rated", "evidence", "evidence-0"),
    "policy:introduced": ("Introduced", "wait", "schedule"),
    "policy:in_committee": ("In committee", "wait", "schedule"),
    "policy:passed_one_chamber": ("Passed one chamber", "info", "arrow-forward"),
    "policy:passed_legislature": ("Passed the legislature", "info", "arrow-forward"),
    "policy:carried_over": ("Carried over", "wait", "update"),
    "policy:enacted": ("Enacted", "ok", "check"),
    "policy:in_force": ("In force", "ok", "check-circle"),
    "policy:vetoed": ("Vetoed", "stop", "do-not-disturb"),
    "policy:failed": ("Failed", "stop", "close"),
    "policy:withdrawn": ("Withdrawn", "stop", "close"),
    "policy:expired": ("Expired", "stop", "close"),
    "policy:repealed": ("Repealed", "stop", "close"),
    "policy:published": ("Published", "line", "bookmark"),
    "policy:needs_review": ("Needs review", "line", "help-outline"),
    "policy:adopted_unconfirmed": ("Adoption unconfirmed", "line", "help-outline"),
    "outcome:succeeded": ("Succeeded", "ok", "check"),
    "outcome:mixed": ("Mixed result", "wait", "help-outline"),
    "outcome:stopped": ("Stopped", "stop", "close"),
    "guideline:signed": ("Clinically reviewed", "ok", "check-circle"),
    "guideline:unsigned": ("Awaiting clinical sign-off", "wait", "schedule"),
    "mentor:open": ("Open to requests", "ok", "check"),
    "mentor:closed": ("Not taking requests", "line", "schedule"),
    "mentor:ended": ("Program ended", "stop", "close"),
}


@dataclass(frozen=True)
class Standing:
    """What a badge says, in what tone, and as of when (None when it does not age)."""

    key: str
    as_of: date | None = None

    @classmethod
    def from_key(cls, key: str, as_of: date | None = None) -> Self | None:
        """The standing stored as `key`, or None when the key is unknown."""
        return cls(key, as_of) if key in STANDINGS else None

    @property
    def text(self) -> str:
        return STANDINGS[self.key][0]

    @property
    def tone(self) -> str:
        return STANDINGS[self.key][1]

    @property
    def icon(self) -> str:
        return STANDINGS[self.key][2]

    @property
    def is_evidence(self) -> bool:
        return self.key.startswith("evidence:")
