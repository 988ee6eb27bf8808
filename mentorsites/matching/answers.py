"""Facts from where people give them: my program, a form, what a request has kept."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from hub.people.models import Program
from hub.resources.facts import Facts
from hub.taxonomy.bands import population_band

from .words import Words, load_words

MANY = ("community_types", "response_models")
ONE = (
    "population_band",
    "lead_agency_type",
    "staffing_band",
    "call_volume_band",
    "stage",
    "hours",
)


def facts_of_program(program: Program, *, words: Words | None = None) -> Facts:
    """What a member told of their program. Costs one statement, and one for the words."""
    words = words or load_words()
    chosen = program.chosen_terms()
    answers: dict[str, Any] = {
        name: [words.slugs[pk] for pk in chosen[name] if pk in words.slugs] for name in MANY
    }
    answers |= {name: words.slugs.get(getattr(program, f"{name}_id"), "") for name in ONE}
    return facts_from(answers | {"population": program.population})


def facts_from(answers: Mapping[str, Any]) -> Facts:
    """Facts from slugs by the names of the fields; what is missing or empty is unknown.

    A number of residents without a band gives the band.
    """
    residents = answers.get("population")
    facts: dict[str, Any] = {name: str(answers.get(name) or "") for name in ONE}
    facts |= {name: frozenset(map(str, answers.get(name) or ())) for name in MANY}
    facts["population"] = int(residents) if residents not in (None, "") else None
    facts["population_band"] = facts["population_band"] or population_band(facts["population"])
    return Facts(**facts)


def facts_as_json(facts: Facts) -> dict[str, Any]:
    """For a JSON column, only what is known: a snapshot stays as it is when the program changes."""
    known = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {
        name: _plain(value) for name, value in known.items() if value not in ("", None, frozenset())
    }


def facts_from_json(kept: Mapping[str, Any]) -> Facts:
    return facts_from(kept)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, Iterable) and not isinstance(value, str) else value
