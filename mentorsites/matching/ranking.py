"""Which published programs are most like one program."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from hub.resources.facts import Facts, pack
from hub.resources.models import ResourcePage

from ..models import MentorSitePage
from .scoring import COMPARED, TOLD, Match, Scale
from .words import Words, load_words


def rank(
    pages: QuerySet, facts: Facts, *, limit: int | None = None, words: Words | None = None
) -> list[Match]:
    """`pages`, which must have come through the gate, the most alike first.

    Those that are equally alike stay in the order of `pages`. None is left out for what it does
    not say. Costs one statement for the rows, one for the words when they are not given.
    """
    scale = Scale(facts, words or load_words())
    columns = [f"program_facts__{name}" for name in (*COMPARED, *TOLD)]
    rows = [(scale.score(row[1:]), row) for row in pages.values_list("pk", *columns)]
    rows.sort(key=lambda scored: -scored[0])
    return [scale.match(row[0], row[1:]) for _, row in rows[:limit]]


def rank_sites(
    facts: Facts,
    reader: Any,
    *,
    at: datetime,
    only: Iterable[int] | None = None,
    limit: int | None = None,
    words: Words | None = None,
) -> list[Match]:
    """Mentor sites that `reader` may see at `at`; among equals those that are open come first.

    `only` narrows to these pages. A program that has ended is no mentor and is left out.
    """
    sites = MentorSitePage.objects.visible_to(reader, at).exclude(
        program_status=MentorSitePage.ProgramStatus.ENDED
    )
    if only is not None:
        sites = sites.filter(pk__in=list(only))
    return rank(sites.order_by("-takes_requests", "pk"), facts, limit=limit, words=words)


def match_of(page: ResourcePage, facts: Facts, *, words: Words | None = None) -> Match:
    """One page beside one program, from the page as it stands: also a preview."""
    theirs = page.match_facts() or Facts()
    row = tuple(_column(theirs, name) for name in (*COMPARED, *TOLD))
    return Scale(facts, words or load_words()).match(page.pk or 0, row)


def _column(facts: Facts, name: str) -> Any:
    value = getattr(facts, name)
    return pack(value) if isinstance(value, frozenset) else value
