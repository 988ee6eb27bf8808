"""What readers still miss on a site's page, the most missed first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hub.resources.contents import is_filled
from hub.taxonomy.models import Vocabulary

from .models import MentorSitePage


@dataclass(frozen=True)
class Missing:
    """One thing that is not said. `anchor` is the id of its field in the form."""

    label: str
    why: str
    anchor: str
    is_fact: bool = False


@dataclass(frozen=True)
class Progress:
    percent: int
    missing: list[Missing]

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Wish:
    """What readers look for. `worth` is its share of the whole, 100 in all."""

    worth: int
    label: str
    why: str
    anchor: str
    is_said: Callable[[Any, set[str]], Any]
    is_fact: bool = False


def _field(name: str) -> Callable[[Any, set[str]], bool]:
    return lambda page, _: is_filled(getattr(page, name))


def _either(*names: str) -> Callable[[Any, set[str]], bool]:
    return lambda page, _: any(getattr(page, name) not in (None, "") for name in names)


def _words(vocabulary: str) -> Callable[[Any, set[str]], bool]:
    return lambda _, vocabularies: vocabulary in vocabularies


# By what it is worth to who looks for help: can I ask, is it like mine, what came of it.
WISHES = (
    Wish(
        12,
        "What you can help with",
        "It is the first thing that teams look for.",
        "mentors_on",
        _field("mentors_on"),
    ),
    Wish(
        10,
        "Kind of community",
        "Without it, programs like yours do not find you.",
        "community_type",
        _words(Vocabulary.COMMUNITY_TYPE),
    ),
    Wish(
        10,
        "Response model",
        "Teams look for those who work the same way.",
        "response_model",
        _words(Vocabulary.RESPONSE_MODEL),
    ),
    Wish(
        10,
        "Residents",
        "A team of ten and a city of a million need different advice.",
        "population",
        _either("population", "population_band_id"),
    ),
    Wish(
        8,
        "What you offer",
        "A call, papers, a visit, a ride-along: readers ask for what is offered.",
        "mentor_offer",
        _words(Vocabulary.MENTOR_OFFER),
    ),
    Wish(
        8,
        "What you are still bad at",
        "Readers trust a page that says what is hard.",
        "lessons",
        _field("lessons"),
    ),
    Wish(
        7,
        "Results",
        "Councils and funders ask what came of it.",
        "outcomes",
        _field("outcomes"),
    ),
    Wish(
        6,
        "Who is on the team",
        "Others plan their own staff by yours.",
        "staffing",
        _field("staffing"),
    ),
    Wish(
        6,
        "How calls arrive",
        "911, 988 or a direct line decides how a program is built.",
        "dispatch",
        _field("dispatch"),
    ),
    Wish(
        6,
        "Calls taken and not taken",
        "The first question of every dispatcher.",
        "call_types",
        _field("call_types"),
    ),
    Wish(5, "Hours", "Day shift or around the clock.", "hours", _either("hours_id"), is_fact=True),
    Wish(
        4,
        "Encounters a year",
        "It tells how much a team of yours can do.",
        "encounters",
        _either("encounters", "call_volume_band_id"),
        is_fact=True,
    ),
    Wish(
        4,
        "Kind of lead agency",
        "EMS, law enforcement or a clinic: readers look for their own kind.",
        "lead_agency_type",
        _either("lead_agency_type_id"),
    ),
    Wish(
        4,
        "Places",
        "Your state’s page lists you only with a place.",
        "jurisdictions",
        lambda page, _: list(page.jurisdictions.all()),
    ),
)


def progress_of(page: MentorSitePage) -> Progress:
    """How much of what readers look for `page` says, and what it does not say yet."""
    missing = list(_missing(page))
    worth = sum(wish.worth for wish in WISHES)
    said = worth - sum(wish.worth for wish in missing)
    return Progress(
        100 * said // worth,
        [Missing(wish.label, wish.why, wish.anchor, wish.is_fact) for wish in missing],
    )


def _missing(page: MentorSitePage) -> Iterator[Wish]:
    vocabularies = {term.vocabulary for term in page.terms.all()}
    return (wish for wish in WISHES if not wish.is_said(page, vocabularies))
