"""Made-up requests between the sample people and the sample sites, to try the hub with."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from hub.accounts.models import User
from hub.notifications.models import Notification
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary
from mentoring.actions.answering import accept_offer
from mentoring.actions.messaging import write_message
from mentoring.actions.submitting import Answers, submit_request
from mentoring.models import MentorRequest
from mentorsites.models import MentorSitePage, SiteManager

DAY = timedelta(days=1)
KEPT = ("sample-county-ems", "sample-valley-health-and-response")


@transaction.atomic
def make_sample_requests(*, asker: User, manager: User, at: datetime) -> list[MentorRequest]:
    """Lets `manager` keep two sample sites and `asker` send three requests, two days and more ago.

    One was accepted, one waits for the site, one waits for the network's staff. Without the sample
    sites nothing is made.
    """
    sites = {
        site.slug: site for site in MentorSitePage.objects.filter(is_sample=True).order_by("pk")
    }
    for site in (sites[slug] for slug in KEPT if slug in sites):
        _keep(site, manager, at=at - 100 * DAY)
    if not set(KEPT) <= set(sites):
        return []
    county = sites[KEPT[0]]
    accepted = _ask(
        asker,
        at=at - 12 * DAY,
        question="Sample question: how did you get your medical director to say yes?",
        topics=["clinical-practice", "rural-frontier"],
        sites=[county],
    )
    offer = accepted.offers.standing().select_related("site", "request").get()
    accept_offer(offer, by=manager, at=at - 10 * DAY, words="Sample answer: gladly. A call?")
    write_message(
        accepted,
        text="Sample message: Tuesday or Thursday after two o’clock would suit us.",
        by=asker,
        at=at - 9 * DAY,
        side="requester",
        offer=offer,
    )
    waiting = _ask(
        asker,
        at=at - 2 * DAY,
        question="Sample question: may we ride along for a day before we write our call-type list?",
        topics=["dispatch-call-diversion"],
        sites=[county],
        wants=["ride-along"],
    )
    unplaced = _ask(
        asker,
        at=at - DAY,
        question="Sample question: how do you keep a night shift staffed in a large city?",
        topics=["team-staffing"],
        sites=[sites[slug] for slug in ("sample-city-community-response",) if slug in sites],
        asks_further=False,
    )
    _tell_nobody([accepted, waiting, unplaced])
    return [accepted, waiting, unplaced]


def _keep(site: MentorSitePage, manager: User, *, at: datetime) -> None:
    SiteManager.objects.get_or_create(
        site=site,
        person=manager,
        defaults={
            "agency_email": manager.email,
            "terms": SiteManager.TERMS,
            "terms_accepted_at": at,
            "began_at": at,
            "confirmed_at": at,
        },
    )


def _ask(
    asker: User,
    *,
    at: datetime,
    question: str,
    topics: Sequence[str],
    sites: Sequence[MentorSitePage],
    wants: Sequence[str] = ("call",),
    asks_further: bool = True,
) -> MentorRequest:
    def terms(vocabulary: Vocabulary, *slugs: str) -> list[Any]:
        return list(Term.objects.of(vocabulary).filter(slug__in=slugs).order_by("pk"))

    answers = Answers(
        question=question,
        wanted_help=terms(Vocabulary.MENTOR_OFFER, *wants),
        program_name="Sample Ridge Ambulance (made up)",
        facts={"community_types": ["rural"], "population_band": "10k-50k", "stage": "design"},
        place=Jurisdiction.objects.filter(slug="tennessee").first(),
        community_types=terms(Vocabulary.COMMUNITY_TYPE, "rural"),
        stage=next(iter(terms(Vocabulary.STAGE, "design")), None),
        topics=list(Topic.objects.filter(slug__in=topics).order_by("pk")),
        sites=sites,
        asks_further=asks_further,
    )
    return submit_request(asker, at=at, answers=answers, is_sample=True)


def _tell_nobody(requests: Sequence[MentorRequest]) -> None:
    # What is made up is no news, and no mail.
    Notification.objects.filter(
        subject_type=ContentType.objects.get_for_model(MentorRequest),
        subject_id__in=[request.pk for request in requests],
    ).delete()
