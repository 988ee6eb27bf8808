"""Which sites a question of the forums can be offered to, the most fitting first."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from forums.access import readers_of_forum
from forums.models import Thread
from hub.resources.models import ResourceTopic

from .models import Blackout, MentorSitePage, SiteAsk, SiteManager

# Sites that are asked or have answered, in one thread.
MOST_AT_ONCE = 3
# Questions that wait for one site at a time: answering in public is a gift, not a duty.
MOST_WAITING = 3
# Whom somebody asked and took back is not asked again on the same day.
NOT_AGAIN_FOR = timedelta(days=1)
# A late answer is an answer, and so is one after all.
MAY_STILL_ANSWER = (
    SiteAsk.State.OPEN,
    SiteAsk.State.ANSWERED,
    SiteAsk.State.PASSED,
    SiteAsk.State.SILENT,
)


def sites_to_ask(thread: Thread, reader: Any, *, at: datetime) -> QuerySet[MentorSitePage]:
    """Sites that `reader` sees, that take requests, are not away, and have somebody who may read
    the forum of `thread`; annotated with `same_topics` and `is_same_place`, best first.
    """
    today = timezone.localdate(at)
    everybody = get_user_model()._default_manager.all()
    keepers = SiteManager.objects.able(at).filter(
        site=OuterRef("pk"), person__in=readers_of_forum(thread.forum, everybody).values("pk")
    )
    away = Blackout.objects.filter(site=OuterRef("pk"), first_day__lte=today, last_day__gte=today)
    here = SiteAsk.objects.filter(site=OuterRef("pk"), thread=thread)
    # Offering and taking back in turns would be a way to ring a bell.
    lately = here.filter(closed_at__gt=at - NOT_AGAIN_FOR)
    sites = MentorSitePage.objects.visible_to(reader).filter(
        Exists(keepers),
        ~Exists(away),
        ~Exists(here.exclude(state=SiteAsk.State.WITHDRAWN)),
        ~Exists(lately),
        takes_requests=True,
    )
    return _best_first(sites.annotate(waiting=_waiting()).filter(waiting__lt=MOST_WAITING), thread)


def _waiting() -> Coalesce:
    asks = SiteAsk.objects.open().filter(site=OuterRef("pk")).order_by()
    counted = asks.values("site").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _best_first(sites: Any, thread: Thread) -> Any:
    shared = ResourceTopic.objects.filter(
        content_object=OuterRef("pk"),
        tag__in=Thread.topics.through.objects.filter(thread=thread).values("topic"),
    ).order_by()
    counted = shared.values("content_object").annotate(n=Count("pk")).values("n")
    places = MentorSitePage.jurisdictions.through.objects.filter(
        resourcepage=OuterRef("pk"), jurisdiction=thread.place_id
    )
    nearby = Exists(places) if thread.place_id else Value(False)
    return sites.annotate(
        same_topics=Coalesce(Subquery(counted), 0), is_same_place=nearby
    ).order_by(F("same_topics").desc(), F("is_same_place").desc(), "title", "pk")
