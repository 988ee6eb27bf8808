"""How a policy got to where it stands, and which dates are still to come."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from .models import PolicyAction, PolicyPage, PolicyStatus

DONE, NOW, NEXT = "done", "now", "next"
# The events after which a policy has this status.
ARRIVED_BY = {
    PolicyStatus.INTRODUCED: ("introduced",),
    PolicyStatus.PASSED_LEGISLATURE: ("passed",),
    PolicyStatus.ENACTED: ("enacted", "effective"),
    PolicyStatus.IN_FORCE: ("effective",),
    PolicyStatus.EXPIRED: ("expires",),
}
# Event → (what it is called once it has happened, what it is called before).
WORDS = {
    "introduced": ("Introduced", "To be introduced"),
    "passed": ("Passed the legislature", "To be passed"),
    "enacted": ("Enacted", "To be enacted"),
    "effective": ("In effect", "Takes effect"),
    "expires": ("Expired", "Ends"),
}


@dataclass(frozen=True)
class Milestone:
    """One dated event on the way of a policy. `state` is done, now or next."""

    event: str
    title: str
    date: str
    note: str
    state: str


@dataclass(frozen=True)
class Step:
    """One recorded action and whether its day is still to come."""

    action: PolicyAction
    is_scheduled: bool


def is_ahead(value: str, today: date) -> bool:
    """Whether a year, month or day lies wholly after `today`."""
    return value > today.isoformat()[: len(value)]


def milestones_of(policy: PolicyPage, today: date) -> list[Milestone]:
    """Its dates in order of time, with where it stands now among them."""
    effective = [(block.value["date"], block.value.get("note", "")) for block in policy.effective]
    events = [
        ("introduced", policy.introduced, ""),
        ("passed", policy.passed, ""),
        ("enacted", policy.enacted, ""),
        *(("effective", day, note) for day, note in effective),
        ("expires", policy.expires, ""),
    ]
    dated = sorted((event for event in events if event[1]), key=lambda event: event[1])
    done = [_milestone(*event, DONE) for event in dated if not is_ahead(event[1], today)]
    coming = [_milestone(*event, NEXT) for event in dated if is_ahead(event[1], today)]
    return [*_up_to_now(policy, done), *coming]


def _milestone(event: str, day: str, note: str, state: str) -> Milestone:
    happened, ahead = WORDS[event]
    return Milestone(event, ahead if state == NEXT else happened, day, note or "", state)


def _up_to_now(policy: PolicyPage, done: list[Milestone]) -> list[Milestone]:
    if done and done[-1].event in ARRIVED_BY.get(PolicyStatus(policy.status), ()):
        return [*done[:-1], replace(done[-1], state=NOW)]
    as_of = policy.as_of.isoformat() if policy.as_of else ""
    here = Milestone("status", policy.get_status_display(), as_of, "as of" if as_of else "", NOW)
    return [*done, here]


def steps_of(actions: Iterable[PolicyAction], today: date) -> list[Step]:
    """Recorded actions in order of time; sources list them in any order."""
    ordered = sorted(actions, key=lambda action: (action.date, action.sort_order or 0))
    return [Step(action, is_ahead(action.date, today)) for action in ordered]
