"""Ten sites with people, those who ask, and those who look after it: rows for the real actions."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page
from wagtail.models import Site as WebSite

from hub.accounts.models import User
from hub.home.models import HomePage
from hub.taxonomy.models import Term, Vocabulary
from mentorsites.models import MentorSiteIndexPage, MentorSitePage, SiteManager

from .behavior import BANDS, BEGINS, CALLS, COMMUNITIES, MANNERS, VISITS, Manner

# Nobody may have more than five requests under way; so many that nobody has.
MEMBERS = 400


@dataclass(frozen=True)
class World:
    """`sites` and `keepers` by the number of their manner; `terms` by slug."""

    sites: list[MentorSitePage]
    keepers: list[User]
    members: list[User]
    terms: dict[str, Term]


def build_world() -> World:
    terms = _terms()
    shelf = _shelf()
    sites = [_site(shelf, number, manner, terms) for number, manner in enumerate(MANNERS)]
    keepers = [_keeper(site, number) for number, site in enumerate(sites)]
    members = [
        User.objects.create_user(f"member{n}@example.org", name=f"Member {n}")
        for n in range(MEMBERS)
    ]
    return World(sites, keepers, members, terms)


def _terms() -> dict[str, Term]:
    lists: dict[str, tuple[str, ...]] = {
        Vocabulary.COMMUNITY_TYPE: COMMUNITIES,
        Vocabulary.POPULATION_BAND: BANDS,
        Vocabulary.MENTOR_OFFER: (*VISITS, *CALLS),
    }
    return {
        slug: Term.objects.get_or_create(
            vocabulary=vocabulary,
            slug=slug,
            defaults={"label": slug.replace("-", " ").capitalize(), "sort_order": order},
        )[0]
        for vocabulary, slugs in lists.items()
        for order, slug in enumerate(slugs)
    }


def _shelf() -> Page:
    home = HomePage(title="Home", slug="bench", hero_text="Bench")
    Page.objects.get(depth=1).add_child(instance=home)
    WebSite.objects.update(root_page=home)
    shelf = MentorSiteIndexPage(title="Mentor sites", slug="mentor-sites")
    home.add_child(instance=shelf)
    return shelf


def _site(shelf: Any, number: int, manner: Manner, terms: dict[str, Term]) -> MentorSitePage:
    site = MentorSitePage(
        title=manner.name,
        slug=f"site-{number}",
        summary="Bench.",
        lead_agency="Sample agency",
        takes_requests=True,
        calls_per_quarter=manner.calls,
        visits_per_quarter=manner.visits,
        population_band=terms[manner.band],
        first_published_at=BEGINS,
    )
    site.terms = [terms[manner.community]]
    Page.objects.get(pk=shelf.pk).add_child(instance=site)
    return site


def _keeper(site: MentorSitePage, number: int) -> User:
    person = User.objects.create_user(f"keeper{number}@example.org", name=f"Keeper {number}")
    SiteManager.objects.create(
        site=site,
        person=person,
        agency_email=person.email,
        terms=SiteManager.TERMS,
        terms_accepted_at=BEGINS,
        began_at=BEGINS,
        confirmed_at=BEGINS,
    )
    return person
