"""What one reader sees of one profile: the lines that are open to them, in order."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.urls import reverse

from .models import Profile, ProfileTopic, Program

Side = ProfileTopic.Side


@dataclass(frozen=True)
class Line:
    label: str
    text: str


@dataclass(frozen=True)
class Card:
    """A member as `reader` sees them. Nothing in it is hidden from that reader."""

    profile: Profile
    name: str
    url: str
    handle: str
    avatar_url: str
    role: str
    pronouns: str
    about: str
    facts: list[Line]
    helps_with: list[Any] = field(default_factory=list)
    wants_help_with: list[Any] = field(default_factory=list)

    @property
    def is_bare(self) -> bool:
        return not (self.facts or self.about or self.helps_with or self.wants_help_with)


def describe(profile: Profile, reader: Any) -> Card:
    """The card of `profile` for `reader`. Fetch with_rows() first: this adds no statement then."""
    person = profile.person
    program: Program | None = getattr(person, "program", None)

    def shown(line: str, value: Any) -> Any:
        return value if value and profile.is_open(line, reader) else ""

    return Card(
        profile=profile,
        name=str(person),
        url=person.get_absolute_url(),
        handle=person.handle,
        avatar_url=shown("avatar", _address_of(profile)),
        role=str(shown("discipline", program and program.discipline)),
        pronouns=shown("pronouns", profile.pronouns),
        about=shown("about", profile.about),
        facts=[line for line in _facts(profile, program, shown) if line.text],
        helps_with=_topics(profile, Side.HELPS) if profile.is_open("helps_with", reader) else [],
        wants_help_with=_topics(profile, Side.WANTS)
        if profile.is_open("wants_help_with", reader)
        else [],
    )


def _address_of(profile: Profile) -> str:
    if not profile.avatar:
        return ""
    return reverse("people:picture", args=[PurePosixPath(profile.avatar.name or "").name])


def _facts(profile: Profile, program: Program | None, shown: Any) -> list[Line]:
    lines = [
        Line("Agency or program", shown("agency", profile.agency)),
        Line("Works in", shown("region", profile.region)),
        Line("Credentials, as stated", shown("credentials", profile.credentials)),
    ]
    if program is not None:
        communities = ", ".join(term.label for term in program.community_types.all())
        lines += [
            Line("Community", shown("program", communities)),
            Line("People living there", str(shown("program", program.population_band) or "")),
            Line("Place", str(shown("program", program.place) or "")),
            Line("Stage", str(shown("program", program.stage) or "")),
        ]
    return lines


def languages_of(profile: Profile, reader: Any) -> str:
    if not profile.is_open("languages", reader):
        return ""
    return ", ".join(str(one) for one in profile.spoken_languages.all())


def _topics(profile: Profile, side: str) -> list[Any]:
    return [one.topic for one in profile.profile_topics.all() if one.side == side]
