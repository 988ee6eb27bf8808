"""Ranking mentor sites for one program, through the gate: `python -m bench.matching`.

Prints the CPU time for 2,000 sites and what ten times as many cost; fails when 2,000 take too long.
"""

import random
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.search.hubs import throwaway_hub

BUDGETS = Path(__file__).parent / "budgets.toml"
SITES = 2_000
ROUNDS = 15
WORDS = {
    "community_type": ("urban", "suburban", "rural", "frontier", "tribal"),
    "population_band": ("lt-10k", "10k-50k", "50k-250k", "250k-1m", "gt-1m"),
    "response_model": ("co-responder", "community-responder", "mobile-crisis", "cit", "deflection"),
    "lead_agency_type": ("ems-agency", "fire-department", "law-enforcement-agency", "hospital"),
    "staffing_band": ("lt-2", "2-5", "6-15", "16-50", "gt-50"),
    "call_volume_band": ("lt-100", "100-499", "500-1999", "2000-9999", "gt-10k"),
    "stage": ("design", "create", "implement", "evaluate"),
}
YOURS = {
    "community_types": ["rural", "tribal"],
    "population": 18_200,
    "response_models": ["co-responder"],
    "lead_agency_type": "ems-agency",
    "staffing_band": "2-5",
    "call_volume_band": "100-499",
    "stage": "design",
}


def main() -> None:
    limits = tomllib.loads(BUDGETS.read_text())["matching"]
    with throwaway_hub():
        from django.db import connections

        figures = measure()
        connections.close_all()
    print(f"A visitor, {SITES:,} sites:      {figures['visitor']:6.1f} ms of CPU")
    print(f"A member, {SITES:,} sites:       {figures['member']:6.1f} ms of CPU")
    print(f"Of these, the statement:    {figures['statement']:6.1f} ms")
    print(f"Explaining the best ten:    {figures['reasons']:6.1f} ms")
    print(f"With ten times as many:     {figures['many'] / figures['member']:6.1f} times as long")
    print(f"Statements:                 {figures['statements']:6.0f}")
    worst = max(figures["visitor"], figures["member"])
    is_over = worst > limits["milliseconds"] or figures["statements"] > limits["statements"]
    print("OVER BUDGET" if is_over else f"Within {limits['milliseconds']} ms.")
    sys.exit(1 if is_over else 0)


def measure() -> dict[str, float]:
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from mentorsites.matching import explain, facts_from, rank_sites
    from mentorsites.models import MentorSitePage

    facts, now = facts_from(YOURS), timezone.now()
    visitor, member = AnonymousUser(), build_hub()
    fill(SITES)
    best = rank_sites(facts, member, at=now, limit=10)
    figures = {
        "visitor": cpu(lambda: rank_sites(facts, visitor, at=now, limit=50)),
        "member": cpu(lambda: rank_sites(facts, member, at=now, limit=50)),
        "statement": cpu(
            lambda: list(
                MentorSitePage.objects.visible_to(member, now).values_list(
                    "pk", *(f"program_facts__{name}" for name in YOURS)
                )
            )
        ),
        "reasons": cpu(lambda: [explain(match, facts) for match in best]),
    }
    with CaptureQueriesContext(connection) as captured:
        rank_sites(facts, member, at=now, limit=50)
    figures["statements"] = len(captured)
    fill(10 * SITES, already=SITES)
    figures["many"] = cpu(lambda: rank_sites(facts, member, at=now, limit=50))
    return figures


def cpu(act: Callable[[], object]) -> float:
    """Milliseconds of CPU of the middle round."""
    act()
    rounds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        act()
        rounds.append(time.process_time() - started)
    return sorted(rounds)[ROUNDS // 2] * 1000


def build_hub() -> Any:
    """A shelf with one site and five others that privacy rules keep back; returns a member."""
    from django.contrib.auth.models import Group
    from wagtail.models import Page, PageViewRestriction, Site

    from hub.accounts.models import User
    from hub.home.models import HomePage
    from hub.taxonomy.models import Term
    from mentorsites.models import MentorSiteIndexPage, MentorSitePage

    Term.objects.bulk_create(
        Term(vocabulary=name, slug=slug, label=slug.title(), sort_order=order)
        for name, slugs in WORDS.items()
        for order, slug in enumerate(slugs)
    )
    home = HomePage(title="Home", slug="bench", hero_text="Bench")
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update(root_page=home)
    shelf = MentorSiteIndexPage(title="Mentor sites", slug="mentor-sites")
    home.add_child(instance=shelf)
    member = User.objects.create(email="member@example.org", name="A member")
    member.groups.add(Group.objects.create(name="Others of the bench"))
    for n in range(5):
        hidden = MentorSitePage(title=f"Hidden {n}", summary="Bench.", lead_agency="Bench")
        shelf.add_child(instance=hidden)
        rule = PageViewRestriction.objects.create(page=hidden, restriction_type="groups")
        rule.groups.add(Group.objects.create(name=f"Group {n}"))
    first = MentorSitePage(
        title="Site 0", slug="site-0", summary="Bench.", lead_agency="Bench", takes_requests=True
    )
    shelf.add_child(instance=first)
    return member


def fill(count: int, already: int = 1) -> None:
    """Brings the shelf to `count` sites, copied from the first, with facts of their own."""
    from django.contrib.auth.models import AnonymousUser
    from django.db import transaction
    from django.utils import timezone

    from bench.world import _copy, _page_columns
    from mentorsites.models import MentorSitePage

    first = MentorSitePage.objects.visible_to(AnonymousUser()).get(slug="site-0")
    chance, now = random.Random(6), timezone.now()
    with transaction.atomic():
        for n in range(already, count):
            pk = first.pk + n
            _copy("wagtailcore_page", "id", first.pk, id=pk, **_page_columns(first, n, now))
            _copy("resources_resourcepage", "page_ptr_id", first.pk, page_ptr_id=pk)
            _copy(
                "mentorsites_mentorsitepage",
                "resourcepage_ptr_id",
                first.pk,
                resourcepage_ptr_id=pk,
            )
            _copy("resources_programfacts", "page_id", first.pk, page_id=pk, **some_facts(chance))


def some_facts(chance: random.Random) -> dict[str, Any]:
    """Facts as programs have them: up to three words of a list, and now and then nothing."""

    def some(name: str, most: int) -> str:
        return " ".join(sorted(chance.sample(WORDS[name], chance.randint(0, most))))

    return {
        "community_types": some("community_type", 3),
        "response_models": some("response_model", 3),
        "population": chance.choice([None, chance.randint(900, 2_000_000)]),
        **{
            name: chance.choice([*WORDS[name], ""])
            for name in WORDS
            if name not in ("community_type", "response_model")
        },
    }


if __name__ == "__main__":
    main()
