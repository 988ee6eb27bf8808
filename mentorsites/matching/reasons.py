"""Why two programs are alike and where they differ, in words."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hub.resources.facts import Facts
from hub.taxonomy.models import Vocabulary

from .scoring import Match, Part
from .weights import CRITERIA, Criterion
from .words import Words

LED_BY = {
    "ems-agency": "EMS-led",
    "fire-department": "Fire-led",
    "law-enforcement-agency": "Led by law enforcement",
    "behavioral-health-provider": "Led by a behavioral health provider",
    "health-department": "Led by a health department",
    "community-safety-department": "Led by a community safety department",
    "community-based-organization": "Led by a community organization",
    "hospital": "Led by a hospital",
    "dispatch-center": "Led by a 911 or 988 center",
    "tribal-government": "Led by a tribal government",
    "university": "Led by a college or university",
}
SIZE = next(one.label for one in CRITERIA if one.name == "population_band")
NUMBERS = ("no", "one", "two", "three", "four", "five")


@dataclass
class Reasons:
    """Short sentences without a period, in the order of the table of weights."""

    same: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    # What they do not say though you do. What you did not say is in unsaid() once for all.
    unknown: list[str] = field(default_factory=list)


def explain(match: Match, facts: Facts) -> Reasons:
    reasons = Reasons()
    for part in match.parts:
        told = getattr(facts, part.criterion.name)
        if not part.is_known:
            if told:
                reasons.unknown.append(f"Not known: {part.criterion.label.lower()}")
            continue
        words = TOLD_BY[part.criterion.name](part, facts, match.theirs, match.words)
        (reasons.same if part.share else reasons.differs).append(words)
    _tell_hours(reasons, facts, match)
    return reasons


def unsaid(facts: Facts) -> list[str]:
    """The criteria that `facts` leave open; each counts half for every program."""
    return [one.label.lower() for one in CRITERIA if not getattr(facts, one.name)]


def in_words(facts: Facts, words: Words) -> list[tuple[str, str]]:
    """(heading, words) for what `facts` state, in the order of the table."""
    told = [(one.label, _capital(_label(one, facts, words))) for one in CRITERIA]
    told.append(("Hours", words.label(Vocabulary.HOURS, facts.hours)))
    if facts.population:
        number = f"{facts.population:,}"
        told = [
            (label, f"{number} ({text})" if label == SIZE and text else text)
            for label, text in told
        ]
    return [(label, text) for label, text in told if text]


def _community(part: Part, ours: Facts, theirs: Facts, words: Words) -> str:
    if part.share:
        shared = ours.community_types & theirs.community_types
        return f"{_capital(_listed(part.criterion, shared, words))}, like yours"
    return _differs(part, ours, theirs, words)


def _models(part: Part, ours: Facts, theirs: Facts, words: Words) -> str:
    if part.share:
        shared = ours.response_models & theirs.response_models
        return f"Same model: {_listed(part.criterion, shared, words)}"
    return _differs(part, ours, theirs, words)


def _size(part: Part, ours: Facts, theirs: Facts, words: Words) -> str:
    if part.share == 1 and ours.population and theirs.population:
        return f"Same size: {theirs.population:,} residents, you have {ours.population:,}"
    return _band(
        part, ours, theirs, words, same="Same size", near="Close in size", unit="residents"
    )


def _staffing(part: Part, ours: Facts, theirs: Facts, words: Words) -> str:
    return _band(
        part,
        ours,
        theirs,
        words,
        same="Team as large",
        near="Team about as large",
        unit="full-time",
    )


def _volume(part: Part, ours: Facts, theirs: Facts, words: Words) -> str:
    return _band(
        part, ours, theirs, words, same="As busy", near="About as busy", unit="encounters a year"
    )


def _band(
    part: Part, ours: Facts, theirs: Facts, words: Words, *, same: str, near: str, unit: str
) -> str:
    label = _label(part.criterion, theirs, words).lower()
    if part.share == 1:
        return f"{same}: {label} {unit}"
    if part.share:
        return f"{near}: {label} {unit}"
    return _differs(part, ours, theirs, words)


def _lead(part: Part, ours: Facts, theirs: Facts, words: Words) -> str:
    label = _label(part.criterion, theirs, words)
    if part.share:
        return LED_BY.get(theirs.lead_agency_type, f"Lead agency: {label}")
    return _differs(part, ours, theirs, words)


def _stage(part: Part, ours: Facts, theirs: Facts, words: Words) -> str:
    here, there = (words.position(Vocabulary.STAGE, facts.stage) or 0 for facts in (ours, theirs))
    if there > here:
        steps = there - here
        return f"{_capital(NUMBERS[min(steps, 5)])} stage{'s' if steps > 1 else ''} ahead of you"
    if there == here:
        return f"At your stage: {_label(part.criterion, theirs, words).lower()}"
    return _differs(part, ours, theirs, words)


TOLD_BY: dict[str, Callable[[Part, Facts, Facts, Words], str]] = {
    "community_types": _community,
    "population_band": _size,
    "response_models": _models,
    "lead_agency_type": _lead,
    "staffing_band": _staffing,
    "call_volume_band": _volume,
    "stage": _stage,
}


def _tell_hours(reasons: Reasons, ours: Facts, match: Match) -> None:
    theirs = match.words.label(Vocabulary.HOURS, match.theirs.hours)
    yours = match.words.label(Vocabulary.HOURS, ours.hours)
    if theirs and yours and theirs != yours:
        reasons.differs.append(f"Hours: {theirs.lower()}; you: {yours.lower()}")
    elif theirs and yours:
        reasons.same.append(f"Same hours: {theirs.lower()}")


def _differs(part: Part, ours: Facts, theirs: Facts, words: Words) -> str:
    there, here = (_label(part.criterion, facts, words) for facts in (theirs, ours))
    return f"{part.criterion.label}: {there}; you: {here}"


def _label(criterion: Criterion, facts: Facts, words: Words) -> str:
    value = getattr(facts, criterion.name)
    return _listed(criterion, frozenset([value]) if isinstance(value, str) else value, words)


def _listed(criterion: Criterion, slugs: frozenset[str], words: Words) -> str:
    """Words of one list in the editors' order: “rural and tribal”; "" for none."""
    choices = words.choices(criterion.vocabulary)
    labels = [label for slug, label in choices if slug in slugs]
    if criterion.vocabulary == Vocabulary.COMMUNITY_TYPE:
        labels = [label.lower() for label in labels]
    *first, last = labels or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
