"""What helps at each step of a path: picked pages first, then what fits its stage and topics.

The number of statements is the same for five rows and for fifty thousand: one for each question,
never one for each step or page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hub.resources.models import ResourcePage

from .mentors import Mentor, Mentors, find_mentors
from .models import StagePathPage
from .principles import Principles, find_principles
from .resources import KINDS, Resources, find_resources
from .roads import Stop, program_of, stops

# Of each kind so many stand at one step: enough to choose from, few enough to read.
SHOWN = 3


@dataclass(frozen=True)
class Group:
    """Things of one kind at a step. `name` is the model's."""

    name: str
    heading: str
    pages: list[Any]


@dataclass(frozen=True)
class Step:
    """One step as the page shows it."""

    number: int
    title: str
    text: Any
    groups: list[Group] = field(default_factory=list)
    mentor: Mentor | None = None

    @property
    def anchor(self) -> str:
        return f"step-{self.number}"


@dataclass(frozen=True)
class Wanted:
    """What a step asks for: its topics by slug, and the pages picked for it."""

    topics: tuple[str, ...]
    picked: tuple[int, ...]


def walk(path: StagePathPage, reader: Any) -> dict[str, Any]:
    """Context for the page of a path as `reader` may see it."""
    program = program_of(reader)
    place = program.place_id if program else None
    wanted = [_wanted(block.value) for block in path.steps]
    topics = sorted({slug for one in wanted for slug in one.topics})
    picked = sorted({pk for one in wanted for pk in one.picked})
    resources = find_resources(topics, picked, reader, stage=path.stage_id, place=place)
    principles = find_principles(topics, picked, reader)
    mentors = find_mentors(topics, reader, stage=path.stage_id, place=place)
    found = _Found(resources, principles, mentors)
    steps = [
        _step(number, block.value, one, found)
        for number, (block, one) in enumerate(zip(path.steps, wanted, strict=True), 1)
    ]
    road = stops(reader, own_stage=program.stage_id if program else None, at=path)
    return {"walked": steps, "mentor": mentors.nearest, "road": road, **_neighbors(road)}


@dataclass
class _Found:
    resources: Resources
    principles: Principles
    mentors: Mentors
    # What stands at an earlier step is not found by itself again at a later one.
    shown: set[int] = field(default_factory=set)


def _wanted(value: Any) -> Wanted:
    pages = value.get("pages") or []
    return Wanted(tuple(value.get("topics") or ()), tuple(page.pk for page in pages if page))


def _step(number: int, value: Any, wanted: Wanted, found: _Found) -> Step:
    principles = found.principles.of(wanted.topics, wanted.picked, most=SHOWN)
    groups = [
        Group("principlepage", "Principles", principles),
        *(Group(name, heading, _chosen(found, wanted, name)) for name, heading in KINDS.items()),
    ]
    return Step(
        number,
        value["title"],
        value["text"],
        [group for group in groups if group.pages],
        found.mentors.of(wanted.topics),
    )


def _chosen(found: _Found, wanted: Wanted, name: str) -> list[ResourcePage]:
    picked = found.resources.picked(wanted.picked, name)
    ours = {page.pk for page in picked}
    fitting = [
        page
        for page in found.resources.fitting(wanted.topics, name)
        if page.pk not in found.shown | ours
    ]
    chosen = [*picked, *fitting[: max(SHOWN - len(picked), 0)]]
    found.shown |= {page.pk for page in chosen}
    return chosen


def _neighbors(road: Iterable[Stop]) -> dict[str, StagePathPage | None]:
    """The stage before and the stage after this one."""
    paths = list(road)
    here = next((n for n, stop in enumerate(paths) if stop.is_here), None)
    if here is None:
        return {"before": None, "after": None}
    return {
        "before": paths[here - 1].path if here else None,
        "after": paths[here + 1].path if here + 1 < len(paths) else None,
    }
