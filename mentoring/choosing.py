"""Which site to ask next, and why."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from hub.core.visibility import NOBODY
from hub.taxonomy.models import Vocabulary
from mentorsites.matching import explain, facts_from_json, rank
from mentorsites.models import Blackout, MentorSitePage, SiteManager

from .models import MentorRequest, Offer, quarter_of
from .room import Room, rooms_of, takes_of, with_room

# Looked at beyond those that are shown, because some of the best have no room.
LOOKED_AT = 60
# Behind every rank of WantedSite.
NOT_WANTED = 9
# A site that leaves before its reminder would hear of the request only when it is back, after the
# seven days that it has to answer: it counts as away from so many days before.
LEAVES_WITHIN = MentorRequest.REMIND_AFTER


@dataclass(frozen=True)
class Candidate:
    """A site for a request. `hindrance` says in words why it cannot be asked now, if so."""

    site: MentorSitePage
    score: int | None = None
    because: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    room: Room | None = None
    takes: str = ""
    is_wanted: bool = False
    hindrance: str = ""


def candidates(
    request: MentorRequest, *, at: datetime, limit: int = 10, with_hindered: bool = True
) -> list[Candidate]:
    """Sites for the request: those it wants in their order, then the most alike.

    Those that cannot be asked now come last, with the reason; `with_hindered=False` leaves them
    out, and costs next to nothing when nobody can be asked. The number of statements does not
    depend on how many sites there are.
    """
    wanted = {one.site_id: one.rank for one in request.wanted_sites.all()}
    pages = _pages_for(request, at)
    free = _free(pages, request, wanted, at=at)
    if not with_hindered:
        if wanted and not request.asks_further:
            free &= wanted.keys()
        if not free:
            return []
    facts = facts_from_json(request.facts)
    matches = {match.page_id: match for match in rank(pages, facts)}
    keys = _worth_a_look(list(matches), free, wanted, limit if not with_hindered else LOOKED_AT)
    if not with_hindered:
        keys = [pk for pk in keys if pk in free]
    found = _described(pages.filter(pk__in=keys), request, wanted, matches, at=at)
    places = {pk: place for place, pk in enumerate(keys)}
    found.sort(
        key=lambda one: (
            bool(one.hindrance),
            wanted.get(one.site.pk, NOT_WANTED),
            places[one.site.pk],
        )
    )
    shown = [one for one in found if with_hindered or not one.hindrance][:limit]
    return [_with_reasons(one, matches, facts) for one in shown]


def next_candidate(request: MentorRequest, *, at: datetime) -> Candidate | None:
    """Whom the hub asks by itself: None when nobody fits who has room now."""
    found = candidates(request, at=at, limit=1, with_hindered=False)
    return found[0] if found else None


def hindrance_of(request: MentorRequest, site: MentorSitePage, *, at: datetime) -> str:
    """Why this one site cannot be asked now, in words; empty when it can."""
    kept = _marked(MentorSitePage.objects.filter(pk=site.pk), request, at=at).first()
    if kept is None:
        return "This site does not exist any more."
    room = rooms_of([kept], quarter=quarter_of(localdate(at)))[kept.pk]
    return _hindrance(kept, request, room, takes_of(request), is_wanted=True, at=at)


def waits_for_room(request: MentorRequest, *, at: datetime, any_site: bool = True) -> bool:
    """Whether nothing but room or an absence keeps a site from being asked.

    `any_site` looks at all of them, also when the request wants its own choice only.
    """
    wanted = {one.site_id: one.rank for one in request.wanted_sites.all()}
    pages = _pages_for(request, at)
    if wanted and not any_site:
        pages = pages.filter(pk__in=wanted)
    return _fitting_sites(pages, request, wanted, at=at).exists()


def _pages_for(request: MentorRequest, at: datetime) -> QuerySet:
    pages = MentorSitePage.objects.visible_to(request.requester or NOBODY, at).exclude(
        program_status=MentorSitePage.ProgramStatus.ENDED
    )
    return pages.order_by("-takes_requests", "pk")


def _described(
    pages: QuerySet,
    request: MentorRequest,
    wanted: dict[int, int],
    matches: dict[int, Any],
    *,
    at: datetime,
) -> list[Candidate]:
    sites = list(_marked(pages, request, at=at))
    rooms = rooms_of(sites, quarter=quarter_of(localdate(at)))
    takes = takes_of(request)
    return [
        Candidate(
            site=site,
            score=matches[site.pk].score if site.pk in matches else None,
            room=rooms[site.pk],
            takes=_fitting(rooms[site.pk], takes),
            is_wanted=site.pk in wanted,
            hindrance=_hindrance(
                site, request, rooms[site.pk], takes, is_wanted=site.pk in wanted, at=at
            ),
        )
        for site in sites
    ]


def _with_reasons(one: Candidate, matches: dict[int, Any], facts: Any) -> Candidate:
    """Only for what is shown: reasons cost more than points."""
    match = matches.get(one.site.pk)
    reasons = explain(match, facts) if match else None
    return replace(one, because=reasons.same, differs=reasons.differs) if reasons else one


def _worth_a_look(
    ranked: list[int], free: set[int], wanted: dict[int, int], most: int
) -> list[int]:
    """The wanted ones, the best that can be asked now, and some of the best that cannot."""
    best = [pk for pk in ranked if pk in free][:most]
    others = [pk for pk in ranked if pk not in free][:most]
    return list(dict.fromkeys([*sorted(wanted, key=wanted.__getitem__), *best, *others]))


def _free(
    pages: QuerySet, request: MentorRequest, wanted: dict[int, int], *, at: datetime
) -> set[int]:
    """Which of these sites can be asked now."""
    columns = ("pk", "calls_per_quarter", "visits_per_quarter")
    here = _fitting_sites(pages, request, wanted, at=at).filter(is_away=False)
    rows = here.order_by().values_list(*columns)
    return with_room(rows, takes_of(request), quarter=quarter_of(localdate(at)))


def _fitting_sites(
    pages: QuerySet, request: MentorRequest, wanted: dict[int, int], *, at: datetime
) -> QuerySet:
    """Sites that could be asked if they are there and have room, in one statement."""
    marked = _marked(pages, request, at=at)
    return marked.filter(
        Q(agreement_expires=None) | Q(agreement_expires__gte=localdate(at)),
        Q(offers_something=False) | Q(offers_this=True) | Q(pk__in=list(wanted)),
        takes_requests=True,
        was_asked=False,
        has_people=True,
        is_own=False,
        is_unwanted=False,
    )


def _marked(pages: QuerySet, request: MentorRequest, *, at: datetime) -> QuerySet:
    """`pages` with what may keep each from being asked, in one statement."""
    day = localdate(at)
    here = OuterRef("pk")
    managers = SiteManager.objects.filter(site=here)
    unwanted = MentorRequest.not_these.through.objects.filter(
        mentorrequest=request.pk, mentorsitepage=here
    )
    wanted = [term.pk for term in request.wanted_help.all()]
    links = MentorSitePage.terms.through.objects.filter(resourcepage=here)
    offers = links.filter(term__vocabulary=Vocabulary.MENTOR_OFFER)
    return pages.annotate(
        was_asked=Exists(Offer.objects.filter(site=here, request=request.pk)),
        is_away=Exists(
            Blackout.objects.filter(
                site=here, first_day__lte=day + LEAVES_WITHIN, last_day__gte=day
            )
        ),
        has_people=Exists(managers.able(at)),
        is_own=Exists(managers.current().filter(person=request.requester_id)),
        is_unwanted=Exists(unwanted),
        offers_something=Exists(offers),
        offers_this=Exists(links.filter(term__in=wanted)),
    )


def _fitting(room: Room, takes: list[str]) -> str:
    return next((one for one in takes if room.has(one)), "")


def _hindrance(
    site: Any,
    request: MentorRequest,
    room: Room,
    takes: list[str],
    *,
    is_wanted: bool,
    at: datetime,
) -> str:
    """The first thing in the way, in words. `site` comes from _marked()."""
    expires = site.agreement_expires
    ways = (
        (site.was_asked, "It was asked before."),
        (site.is_unwanted, "Whoever asks has worked with it already."),
        (site.is_own, "It is the site of whoever asks."),
        (not site.takes_requests, "It takes no requests now."),
        (not site.has_people, "Nobody keeps this site yet, so nobody could answer."),
        (expires is not None and expires < localdate(at), "Its agreement as a mentor has ended."),
        (site.is_away, "It is away, or leaves within three days."),
        (
            not is_wanted and site.offers_something and not site.offers_this,
            "It does not offer this kind of help.",
        ),
        (not _fitting(room, takes), f"No room in this quarter: {room.words}."),
    )
    return next((words for is_so, words in ways if is_so), "")
