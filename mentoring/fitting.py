"""The sites that somebody may choose from while they write a request."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from mentorsites.matching import Facts, explain, load_words, rank
from mentorsites.models import MentorSitePage, SiteManager

from .models import quarter_of
from .room import Room, rooms_of

SHOWN = 8
# Of all sites by name, below those that fit.
MOST_OTHERS = 300


@dataclass(frozen=True)
class Fitting:
    """A site in the list, with the reasons for it in words."""

    site: MentorSitePage
    because: list[str]
    room: Room

    @property
    def words(self) -> str:
        reasons = "; ".join(self.because[:3])
        waiting = "" if not self.room.is_full else "no room left in this quarter"
        return ". ".join(part for part in (reasons, waiting) if part)


def askable_sites(reader: Any, *, at: datetime) -> QuerySet[MentorSitePage]:
    """Sites that are open, and where somebody is there to answer."""
    people = SiteManager.objects.filter(site=OuterRef("pk"))
    return MentorSitePage.objects.visible_to(reader, at).filter(
        Q(agreement_expires=None) | Q(agreement_expires__gte=localdate(at)),
        Exists(people.able(at)),
        ~Exists(people.current().filter(person=reader.pk)),
        takes_requests=True,
    )


def fitting_sites(
    facts: Facts, reader: Any, *, at: datetime, chosen: Collection[int] = ()
) -> list[Fitting]:
    """The most alike, at most SHOWN, below those that are chosen already, in their order."""
    words = load_words()
    sites = askable_sites(reader, at=at)
    ranked = rank(sites.order_by("title", "pk"), facts, words=words)
    matches = {match.page_id: match for match in ranked}
    numbers = [pk for pk in chosen if pk in matches]
    numbers += [match.page_id for match in ranked[:SHOWN] if match.page_id not in numbers]
    pages = sites.in_bulk(numbers)
    rooms = rooms_of(pages.values(), quarter=quarter_of(localdate(at)))
    return [
        Fitting(pages[pk], explain(matches[pk], facts).same, rooms[pk])
        for pk in numbers
        if pk in pages
    ]


def other_sites(
    fittings: Collection[Fitting], reader: Any, *, at: datetime
) -> list[tuple[int, str]]:
    """Every other site that can be asked, by name: (number, title)."""
    shown = [one.site.pk for one in fittings]
    sites = askable_sites(reader, at=at).exclude(pk__in=shown).order_by("title", "pk")
    return list(sites.values_list("pk", "title")[:MOST_OTHERS])
