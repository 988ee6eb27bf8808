"""What a manager sees of their sites, and of who else keeps them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from .confirmed import confirmed_by_their_site
from .models import MentorSitePage, ProfileChange, SiteAsk, SiteCare, SiteInvitation, SiteManager
from .progress import Progress, progress_of

OPEN = ProfileChange.State.OPEN
RETURNED = ProfileChange.State.RETURNED


@dataclass(frozen=True)
class OwnSite:
    """One site on its manager's page."""

    site: MentorSitePage
    place: SiteManager
    progress: Progress
    # The change that waits for review or came back with a question, if there is one.
    change: ProfileChange | None
    people: int
    open_requests: int
    # Questions of the forums that wait for its answer.
    open_asks: int
    is_confirmed_by_site: bool

    @property
    def care(self) -> SiteCare | None:
        return getattr(self.site, "care", None)

    @property
    def is_asked(self) -> bool:
        return bool(self.care and self.care.asks)

    @property
    def wants_others(self) -> bool:
        return self.people < SiteManager.WANTED


def own_sites(person: Any, *, at: datetime) -> list[OwnSite]:
    """The sites that `person` keeps, published or not; as many statements for one as for ten."""
    places = {
        place.site_id: place
        for place in SiteManager.objects.of(person).able(at).select_related("person")
    }
    sites = list(_with_counts(MentorSitePage.objects.filter(pk__in=places), person))
    changes = _changes(sites)
    by_site = confirmed_by_their_site(site.care for site in sites if hasattr(site, "care"))
    return [
        OwnSite(
            site=site,
            place=places[site.pk],
            progress=progress_of(site),
            change=changes.get(site.pk),
            people=site.people,
            open_requests=site.open_requests,
            open_asks=site.open_asks or 0,
            is_confirmed_by_site=site.pk in by_site,
        )
        for site in sites
    ]


def own_place(person: Any, site: MentorSitePage) -> SiteManager | None:
    """The time of `person` at this site, if it runs."""
    current = SiteManager.objects.of(person).current().filter(site=site)
    return current.select_related("person").first()


def people_of(site: MentorSitePage, *, at: datetime) -> dict[str, Any]:
    """Who keeps the site, who is invited, and whether somebody is missing."""
    managers = list(site.managers.current().select_related("person").order_by("began_at", "pk"))
    invitations = SiteInvitation.objects.filter(site=site, accepted_at=None, revoked_at=None)
    return {
        "managers": managers,
        "invitations": [
            (one, one.is_open(at))
            for one in invitations.select_related("made_by", "in_place_of__person").newest_first()
        ],
        "wants_others": len(managers) < SiteManager.WANTED,
    }


# What a site is still busy with. Offers are made upstairs: asked through what points at a site.
BUSY = Q(
    offers__state__in=["open", "accepted"],
    offers__request__done_at=None,
    offers__request__ended_at=None,
)


def _with_counts(sites: QuerySet[MentorSitePage], reader: Any) -> QuerySet[MentorSitePage]:
    # Counted apart: two joins would multiply each other.
    people = SiteManager.objects.current().filter(site=OuterRef("pk")).order_by().values("site")
    asks = SiteAsk.objects.visible_to(reader).open().filter(site=OuterRef("pk"))
    waiting = asks.order_by().values("site").annotate(number=Count("pk")).values("number")
    return (
        sites.select_related("care")
        .with_facets()  # type: ignore[attr-defined]
        .annotate(
            people=Subquery(people.annotate(number=Count("pk")).values("number")),
            open_requests=Count("offers", filter=BUSY),
            open_asks=Subquery(waiting),
        )
        .order_by("title", "pk")
    )


def _changes(sites: list[MentorSitePage]) -> dict[int, ProfileChange]:
    rows = ProfileChange.objects.filter(site__in=sites, state__in=[OPEN, RETURNED])
    found: dict[int, ProfileChange] = {}
    for change in rows.order_by("sent_at", "pk"):
        found[change.site_id] = change
    return found
