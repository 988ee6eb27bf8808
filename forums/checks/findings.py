"""What a check says about a text: which words, how serious, and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    STOP = "stop"  # not posted until it is changed, or a moderator has seen it
    WARN = "warn"  # asks once; "it is not about a person" is one click
    CRISIS = "crisis"  # the author may be in danger: help first, and the post waits
    WATCH = "watch"  # posted, and shown to a moderator


class About:
    """What is said of one kind of finding. `mask` is written in its place; None: nothing can be."""

    def __init__(self, label: str, advice: str, mask: str | None = None) -> None:
        self.label, self.advice, self.mask = label, advice, mask


NO_PERSON = "If it points to a person served, take it out or change it."
PART_2 = "Even saying that a person was referred to treatment can be protected (42 CFR Part 2)."
ABOUT: Mapping[str, About] = {
    "ssn": About(
        "a Social Security number", "Take it out. It never belongs in a post.", "(number left out)"
    ),
    "date_of_birth": About(
        "a date of birth", "Write an age range instead, for example “in their thirties”.",
        "(date left out)",
    ),
    "record_number": About(
        "a record or case number", "Take it out. Anybody with access could look the person up.",
        "(number left out)",
    ),
    "phone": About("a phone number", NO_PERSON, "a phone number"),
    "email": About("an e-mail address", NO_PERSON, "an e-mail address"),
    "street_address": About(
        "a street address", "Write the kind of place instead, for example “at home”.",
        "a street nearby",
    ),
    "age_over_89": About(
        "an age over 89", "Few people are that old. Write “90-plus” or leave the age out.",
        "90-plus",
    ),
    "plate": About("a license plate", "Take it out. A plate leads to a person.", "a plate number"),
    "exact_date": About(
        "an exact date beside a person", "A season or a part of the month is enough.", "a day"
    ),
    "name": About(
        "a name beside a person served", "Leave names out. Write “the person” or “a neighbor”.",
        "(name left out)",
    ),
    "gps": About("a position on the map", "Write the kind of place instead.", "a place nearby"),
    "story": About(
        "a story that could point to one person",
        "Age, day, place and event together can identify someone. Change what does not matter.",
    ),
    "recording": About(
        "a recording or picture of a person",
        "Do not share body-camera video, 911 audio or photos of people served.",
    ),
    "social_handle": About(
        "somebody’s profile on a social network", NO_PERSON, "a profile"
    ),
    "suicide_method": About(
        "how somebody died or tried to",
        "Describing the method can put readers at risk. Say what helped instead.",
    ),
    "crisis": About(
        "words that sound as if you might not be safe",
        "If you are thinking about ending your life, or cannot go on, please talk to somebody now: "
        "call or text 988. If there is immediate danger, call 911.",
    ),
    "watched": About("a watched word", "A moderator will look at this post."),
}  # fmt: skip
KINDS: Mapping[str, str] = {kind: about.label for kind, about in ABOUT.items()}
STOPS = frozenset({"ssn", "date_of_birth", "record_number"})


@dataclass(frozen=True)
class Finding:
    kind: str
    level: Level
    start: int
    end: int
    label: str
    advice: str
    mask: str | None

    def as_log(self) -> dict[str, str]:
        """What may be kept: never the words, nor where they stood."""
        return {"kind": self.kind, "level": self.level.value}


def finding(
    kind: str, start: int, end: int, *, mask: str | None = None, advice: str | None = None
) -> Finding:
    about = ABOUT[kind]
    level = Level.STOP if kind in STOPS else Level.WARN
    if kind in ("crisis", "watched"):
        level = Level.CRISIS if kind == "crisis" else Level.WATCH
    return Finding(kind, level, start, end, about.label, advice or about.advice, mask or about.mask)


def mask(text: str, findings: Iterable[Finding]) -> str:
    """`text` with general words in the place of what was found; a story stays as it is."""
    masked = sorted(
        (one for one in findings if one.mask is not None), key=lambda one: one.start, reverse=True
    )
    before = len(text)
    for one in masked:
        if one.end <= before:
            text = text[: one.start] + str(one.mask) + text[one.end :]
            before = one.start
    return text
