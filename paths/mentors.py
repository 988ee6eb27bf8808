"""The nearest mentor site that takes requests: for the whole path, and for the topics of a step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from hub.resources.models import ResourceTopic
from hub.taxonomy.models import Jurisdiction
from mentorsites.models import Blackout, MentorSitePage, SiteManager


@dataclass(frozen=True)
class Mentor:
    """A site and, in words, why it is this one."""

    site: MentorSitePage
    why: str


@dataclass
class Mentors:
    nearest: Mentor | None = None
    by_topic: dict[str, Mentor] = field(default_factory=dict)

    def of(self, topics: Sequence[str]) -> Mentor | None:
        """The mentor of the first of these topics that has one."""
        return next((self.by_topic[one] for one in topics if one in self.by_topic), None)


def find_mentors(topics: Sequence[str], reader: Any, *, stage: int, place: int | None) -> Mentors:
    """In the reader's own place first, then who works at this stage, then the others by title.

    Three statements for any number of sites: the best of each topic, those with the best of all,
    and their places.
    """
    by_topic = dict(_best_of_each(topics, reader, stage, place))
    best = _near(_open(reader), stage, place).values("pk")[:1]
    wanted = _open(reader).filter(Q(pk__in=by_topic.values()) | Q(pk=Subquery(best)))
    # In this order the best of all is the first of them.
    sites = list(_near(wanted.with_cards(), stage, place))
    known = {site.pk: Mentor(site, _why(site, place)) for site in sites}
    return Mentors(
        known[sites[0].pk] if sites else None,
        {topic: known[pk] for topic, pk in by_topic.items() if pk in known},
    )


def _open(reader: Any) -> Any:
    """Sites that can be asked today: open, not away, and with somebody who may answer."""
    now = timezone.now()
    day = timezone.localdate(now)
    away = Blackout.objects.filter(site=OuterRef("pk"), first_day__lte=day, last_day__gte=day)
    keepers = SiteManager.objects.able(now).filter(site=OuterRef("pk"))
    sites = MentorSitePage.objects.visible_to(reader, now).filter(takes_requests=True)
    return sites.filter(Exists(keepers), ~Exists(away))


def _near(sites: Any, stage: int, place: int | None) -> Any:
    of_the_stage = MentorSitePage.terms.through.objects.filter(
        resourcepage=OuterRef("pk"), term=stage
    )
    return sites.annotate(
        is_near=_in_place("pk", place), is_of_stage=Exists(of_the_stage)
    ).order_by("-is_near", "-is_of_stage", "is_sample", "title", "pk")


def _best_of_each(topics: Sequence[str], reader: Any, stage: int, place: int | None) -> Any:
    """(topic, site) for each topic on which an open site can help."""
    of_the_stage = MentorSitePage.terms.through.objects.filter(
        resourcepage=OuterRef("content_object"), term=stage
    )
    rows = ResourceTopic.objects.filter(
        tag__slug__in=topics, content_object__in=_open(reader).order_by().values("pk")
    )
    numbered = rows.annotate(
        is_near=_in_place("content_object", place),
        is_of_stage=Exists(of_the_stage),
        turn=Window(
            RowNumber(),
            partition_by=[F("tag")],
            order_by=[
                F("is_near").desc(),
                F("is_of_stage").desc(),
                "content_object__is_sample",
                "content_object__title",
                "content_object",
            ],
        ),
    )
    return numbered.filter(turn=1).values_list("tag__slug", "content_object")


def _in_place(key: str, place: int | None) -> Any:
    if place is None:
        return Value(False)
    # A site in a county of the state is in the state.
    here = Jurisdiction.objects.filter(Q(pk=place) | Q(parents=place), resources=OuterRef(key))
    return Exists(here)


def _why(site: Any, place: int | None) -> str:
    if place is not None and site.is_near:
        return "in your state or nation"
    if site.is_of_stage:
        return "works at this stage"
    return "takes requests now"
