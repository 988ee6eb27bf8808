"""The words we use, A to Z. Search-only words never get here."""

from dataclasses import dataclass, field

from django.utils.text import slugify

from hub.core.structured_data import Node, node
from hub.taxonomy.models import GlossaryEntry


@dataclass(frozen=True)
class Definition:
    """One entry as it is shown. `see_also` holds pairs of (term, anchor) that are on the page."""

    term: str
    anchor: str
    text: str
    also_called: list[str]
    say_instead: str
    see_also: list[tuple[str, str]]


def terms_in_data(letters: list["Letter"]) -> Node:
    """The glossary in the words of schema.org."""
    return node(
        "DefinedTermSet",
        name="Words we use",
        hasDefinedTerm=[
            node(
                "DefinedTerm",
                name=definition.term,
                description=definition.text,
                alternateName=definition.also_called,
            )
            for letter in letters
            for definition in letter.definitions
        ],
    )


@dataclass
class Letter:
    letter: str
    definitions: list[Definition] = field(default_factory=list)


def describe_glossary() -> list[Letter]:
    """Every shown entry under its first letter."""
    entries = list(GlossaryEntry.objects.filter(is_shown=True).order_by("term", "pk"))
    anchors = {entry.term: slugify(entry.term) or f"word-{entry.pk}" for entry in entries}
    letters: dict[str, Letter] = {}
    for entry in sorted(entries, key=lambda entry: entry.term.lower()):
        first = entry.term[0].upper() if entry.term[0].isalpha() else "0–9"
        letters.setdefault(first, Letter(first)).definitions.append(_definition(entry, anchors))
    return list(letters.values())


def _definition(entry: GlossaryEntry, anchors: dict[str, str]) -> Definition:
    return Definition(
        term=entry.term,
        anchor=anchors[entry.term],
        text=entry.definition,
        also_called=[*entry.abbreviations, *entry.synonyms],
        say_instead=entry.prefer,
        see_also=[(term, anchors[term]) for term in entry.see_also if term in anchors],
    )
