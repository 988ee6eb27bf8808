"""A page beside the program of whoever reads it."""

from typing import Any

from hub.people.models import Program
from hub.resources.models import ResourcePage

from .answers import facts_of_program
from .ranking import match_of
from .reasons import explain
from .words import load_words


def match_context(page: ResourcePage, reader: Any) -> dict[str, Any]:
    """`match` and `reasons` for a member who told of a program: three statements, else none."""
    if not reader.is_authenticated:
        return {}
    program = Program.objects.filter(person=reader).first()
    if program is None:
        return {}
    words = load_words()
    facts = facts_of_program(program, words=words)
    if facts.is_empty:
        return {}
    match = match_of(page, facts, words=words)
    return {"match": match, "reasons": explain(match, facts)}
