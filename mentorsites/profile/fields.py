"""What a profile asks, in the order of its form. Small facts have a form of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hub.taxonomy.models import Vocabulary

from .body import Body, can_be_typed
from .kinds import Choice, Field, Line, Number, Places, Rich, Several, Topics, Word
from .rows import Pictures, Rows

LIST_HINT = "An empty line begins a paragraph, “- ” a line of a list. **bold**, [words](https://…)."


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    lead: str
    fields: tuple[Field, ...]


SECTIONS = (
    Section(
        "program",
        "The program",
        "Who you are and whom you serve.",
        (
            Line("title", "Name of the site"),
            Line("summary", "In short", "Plain words, 300 characters at most. Shown in lists."),
            Line("lead_agency", "Lead agency"),
            Word("lead_agency_type", "Kind of lead agency", "", Vocabulary.LEAD_AGENCY_TYPE),
            Rows("partners", "Partners", "", "partner", ("organization", "role")),
            Several(
                "partnership_configuration",
                "How the team is joined",
                "",
                Vocabulary.PARTNERSHIP_CONFIGURATION,
            ),
            Line("service_area", "Service area", "Counties, cities or districts, in words."),
            Places("jurisdictions", "Places", "Where readers look for you."),
            Several("community_type", "Kind of community", "", Vocabulary.COMMUNITY_TYPE),
            Number("square_miles", "Square miles"),
            Number("population", "Residents", "The figure, if you know it."),
            Word("population_band", "Residents, roughly", "", Vocabulary.POPULATION_BAND),
            Choice("program_status", "Where the program stands"),
            Line("launched", "Began", "A year, a month (2021-07) or a day (2021-07-04)."),
            Line("ended", "Ended", "Only when it has. It then takes no requests."),
            Rich("why_ended", "Why it ended", LIST_HINT),
            Several("funding_source", "Funded by", "", Vocabulary.FUNDING_SOURCE),
            Line("budget", "Budget", "A year, roughly."),
        ),
    ),
    Section(
        "work",
        "How it works",
        "What another team would copy.",
        (
            Several("response_model", "Response model", "", Vocabulary.RESPONSE_MODEL),
            Several("discipline", "Disciplines on the team", "", Vocabulary.DISCIPLINE),
            Several("stage", "Stages you have been through", "", Vocabulary.STAGE),
            Several("encounter_type", "Encounters", "", Vocabulary.ENCOUNTER_TYPE),
            Several("served", "People you serve", "", Vocabulary.POPULATION),
            Rows(
                "staffing",
                "Who is on the team",
                "Roles, no names.",
                "staff",
                ("role", "fte", "employer", "credential"),
            ),
            Word("staffing_band", "Team size", "", Vocabulary.STAFFING_BAND),
            Line("supervision", "Supervision and medical direction"),
            Line("dispatch", "How calls arrive"),
            Rich("call_types", "Calls taken and not taken", LIST_HINT),
            Line("transport", "Transport"),
        ),
    ),
    Section(
        "results",
        "What came of it",
        "Also what did not work: it helps others most.",
        (
            Rows(
                "outcomes",
                "Results",
                "Leave out counts below 11: they can point to a person.",
                "outcome",
                ("name", "result", "period", "source"),
            ),
            Rich("data_and_evaluation", "Data and evaluation", LIST_HINT),
            Rich("lived_experience_roles", "People with lived experience", LIST_HINT),
            Rich("lessons", "What you are still bad at", LIST_HINT),
        ),
    ),
    Section(
        "mentor",
        "As a mentor",
        "What others may ask of you.",
        (
            Several("mentor_offer", "What you offer", "", Vocabulary.MENTOR_OFFER),
            Rich("mentors_on", "What you can help with", LIST_HINT),
            Line("suited_for", "Best suited for"),
            Topics("topics", "Topics", "Two to four."),
            Line("cost_terms", "Who pays for travel"),
            Line("who_may_ask", "Who may ask"),
            Rows(
                "testimonials",
                "What others say of you",
                "Their own words, with their consent. Where the consent is kept is never shown.",
                "testimonial",
                ("text", "by", "consent"),
            ),
            Body("body", "More", f"{LIST_HINT} “## ” begins a heading."),
        ),
    ),
)
# Changed on a page of their own, and compared like everything else.
PICTURES = Pictures("pictures", "Pictures", "", "picture", ("image", "alt", "caption"))
FIELDS = {field.name: field for section in SECTIONS for field in section.fields}
ROWS = {name: field for name, field in FIELDS.items() if isinstance(field, Rows)}


def fields_for(page: Any) -> Iterator[Field]:
    """The fields that can be typed for `page`: not a free part that holds more than text."""
    for field in FIELDS.values():
        if not isinstance(field, Body) or can_be_typed(page):
            yield field


def values_of(page: Any) -> dict[str, Any]:
    """Every answer of `page` that can be typed, by name."""
    return {field.name: field.value(page) for field in fields_for(page)}
