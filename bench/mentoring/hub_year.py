"""A year on the hub: the real actions and the real clock, told what time it is."""

import heapq
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from unittest.mock import patch

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate

from bench.search.figures import Report
from mentoring import telling
from mentoring.actions.answering import accept_offer, decline_offer
from mentoring.actions.finishing import complete_request
from mentoring.actions.submitting import Answers, submit_request
from mentoring.clock import tend_requests
from mentoring.models import MentorRequest, Offer, Status
from mentorsites.matching import facts_as_json, facts_from

from .behavior import BEGINS, DAYS, MANNERS, Asked, reply_of
from .outcomes import Outcome
from .world import World

DAY = timedelta(days=1)
# A call or visit takes place before anybody has to be asked how it goes.
TAKES_PLACE_AFTER = timedelta(days=12)
# After the year's last arrival the clock goes on, until everything has an answer.
DAYS_AFTER = 60


class Year:
    """Arrivals, answers and visits in the order of time; the clock once a day."""

    def __init__(self, world: World, asked: Sequence[Asked]) -> None:
        self.world = world
        self.number_of_site = {site.pk: n for n, site in enumerate(world.sites)}
        self.asked_as: dict[int, Asked] = {}
        self.due: list[tuple[datetime, int, str, object]] = []
        self.order = count()
        self.seen_offer = 0
        self.unanswered: set[int] = set()
        self.over_capacity: Counter[tuple[int, int, str]] = Counter()
        for one in asked:
            self._plan(one.at, "ask", one)

    def live(self, report: Report) -> None:
        """Without notices: nobody reads them here, and they take half the time."""
        with patch.object(telling, "notify", return_value=0):
            self._live(report)

    def _live(self, report: Report) -> None:
        started = time.monotonic()
        for day in range(1, DAYS + DAYS_AFTER + 1):
            now = BEGINS + day * DAY
            # One transaction a day: what is measured is who is asked, not the disk.
            with transaction.atomic():
                while self.due and self.due[0][0] <= now:
                    moment, _, deed, what = heapq.heappop(self.due)
                    getattr(self, f"_{deed}")(what, moment)
                    self._notice_offers()
                tend_requests(now)
                self._notice_offers()
            self._check(now)
            if day % 90 == 0:
                seconds = time.monotonic() - started
                sent = MentorRequest.objects.count()
                report.say(f"day {day}: {sent:,} requests so far, {seconds:.0f} s")

    def _plan(self, moment: datetime, deed: str, what: object) -> None:
        heapq.heappush(self.due, (moment, next(self.order), deed, what))

    def _ask(self, one: Asked, at: datetime) -> None:
        world = self.world
        facts = facts_from({"community_types": [one.community], "population_band": one.band})
        request = submit_request(
            world.members[one.number % len(world.members)],
            at=at,
            answers=Answers(
                question="Which call types did you begin with?",
                wanted_help=[world.terms[slug] for slug in one.wants],
                facts=facts_as_json(facts),
                community_types=[world.terms[one.community]],
                sites=[world.sites[n] for n in one.heard_of] if one.names_sites else [],
                asks_further=one.asks_further or not one.names_sites,
            ),
        )
        self.asked_as[request.pk] = one

    def _notice_offers(self) -> None:
        """Every new offer is answered when its site gets round to it, if it does."""
        new = Offer.objects.filter(pk__gt=self.seen_offer).order_by("pk")
        for pk, request, site, offered_at in new.values_list("pk", "request", "site", "offered_at"):
            self.seen_offer = pk
            reply = reply_of(self.asked_as[request].number, self.number_of_site[site])
            if reply.after is not None:
                self._plan(offered_at + reply.after, "answer", (pk, reply.is_willing))

    def _answer(self, what: tuple[int, bool], at: datetime) -> None:
        pk, is_willing = what
        offer = Offer.objects.open().filter(pk=pk).select_related("request", "site").first()
        if offer is None:
            # Too late: somebody else was asked.
            return
        keeper = self.world.keepers[self.number_of_site[offer.site_id]]
        if is_willing:
            accept_offer(offer, by=keeper, at=at)
            self._plan(at + TAKES_PLACE_AFTER, "finish", (offer.request_id, keeper))
        else:
            decline_offer(offer, reason="not-ours", by=keeper, at=at)

    def _finish(self, what: tuple[int, object], at: datetime) -> None:
        pk, keeper = what
        request = MentorRequest.objects.get(pk=pk)
        complete_request(request, happened_on=localdate(at), side="site", by=keeper, at=at)  # type: ignore[arg-type]

    def _check(self, now: datetime) -> None:
        self.unanswered |= set(without_next_step(now))
        for site, quarter, takes, n in taken_rooms():
            manner = MANNERS[self.number_of_site[site]]
            most = manner.visits if takes == Offer.Takes.VISIT else manner.calls
            if n > most:
                self.over_capacity[site, quarter, takes] = n


def without_next_step(now: datetime) -> list[int]:
    """Older than fourteen days, without an answer, and with no site that has to answer by a day."""
    asked_now = Offer.objects.open().filter(request=OuterRef("pk"), reply_by__gt=now)
    late = MentorRequest.objects.filter(
        status__in=[Status.SUBMITTED, Status.OFFERED],
        waits_from__lt=now - MentorRequest.ANSWERED_WITHIN,
    )
    return list(late.filter(~Exists(asked_now)).values_list("pk", flat=True))


def taken_rooms() -> list[tuple[int, int, str, int]]:
    """(site, quarter, what it takes, how many): all that ever counted against a quarter."""
    taken = Offer.objects.taking_room().order_by().values_list("site", "quarter", "takes")
    return list(taken.annotate(n=Count("pk")))


def outcome_of_the_year() -> Outcome:
    requests = MentorRequest.objects.all()
    outcome = Outcome("the hub", requests.count())
    yes = Offer.objects.filter(state=Offer.State.ACCEPTED).select_related("request")
    for offer in yes:
        outcome.waits.append(offer.decided_at - offer.request.submitted_at)  # type: ignore[operator]
        outcome.visits += offer.takes == Offer.Takes.VISIT
        outcome.others += offer.takes == Offer.Takes.CALL
    answered = requests.exclude(first_answer_at=None).values_list("submitted_at", "first_answer_at")
    outcome.first_words = [answer - sent for sent, answer in answered]
    outcome.told_no = requests.filter(status=Status.DECLINED).count()
    waiting = Q(status__in=[Status.SUBMITTED, Status.OFFERED])
    outcome.still_open = requests.filter(waiting).count()
    outcome.never_told = requests.filter(waiting, first_answer_at=None).count()
    return outcome
