"""Published programs beside one's own: which are most alike, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator

from casestudies.models import CaseStudyPage
from hub.people.models import Program
from hub.resources.models import ResourcePage
from mentorsites.matching import (
    Facts,
    Match,
    Reasons,
    Words,
    explain,
    facts_of_program,
    in_words,
    rank,
    rank_sites,
    unsaid,
)
from mentorsites.models import MentorSitePage

# Beyond that nobody reads, and the directory has all of them.
MOST_SITES = 50
PER_PAGE = 10
MOST_CASES = 6


@dataclass(frozen=True)
class Alike:
    """A published program and how it compares."""

    page: Any
    match: Match
    reasons: Reasons


def own_facts(reader: Any, words: Words) -> Facts:
    """What the reader told of their program as a member; empty for everybody else."""
    if not reader.is_authenticated:
        return Facts()
    program = Program.objects.filter(person=reader).first()
    return facts_of_program(program, words=words) if program else Facts()


def describe_alike(
    facts: Facts, reader: Any, words: Words, *, leaf: str | None, at: datetime
) -> dict[str, Any]:
    """Context for the results; five statements for sites and cases, however many there are."""
    if facts.is_empty:
        return {"facts": [], "sites": None, "cases": []}
    sites = rank_sites(facts, reader, at=at, limit=MOST_SITES, words=words)
    cases = rank(
        CaseStudyPage.objects.visible_to(reader, at).order_by("-last_reviewed", "pk"),
        facts,
        limit=MOST_CASES,
        words=words,
    )
    return {
        "facts": in_words(facts, words),
        "unsaid": unsaid(facts),
        "sites": _page_of(sites, facts, reader, leaf=leaf, at=at),
        "cases": _fetched(CaseStudyPage.objects.visible_to(reader, at), cases, facts),
    }


def _page_of(
    matches: list[Match], facts: Facts, reader: Any, *, leaf: str | None, at: datetime
) -> PageOfRows:
    page = Paginator(matches, PER_PAGE).get_page(leaf)
    sites = MentorSitePage.objects.visible_to(reader, at)
    shown: Any = _fetched(sites, list(page.object_list), facts)
    page.object_list = shown
    return page


def _fetched(pages: Any, matches: list[Match], facts: Facts) -> list[Alike]:
    keys = [match.page_id for match in matches]
    found: dict[int, ResourcePage] = pages.filter(pk__in=keys).with_cards().in_bulk()
    return [
        Alike(found[match.page_id], match, explain(match, facts))
        for match in matches
        if match.page_id in found
    ]
