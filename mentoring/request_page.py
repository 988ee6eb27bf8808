"""Everything that one request's page shows, in a fixed number of statements."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Subquery, Value

from hub.notifications.models import Notification
from mentorsites.matching import facts_from_json, in_words, load_words
from mentorsites.models import SiteNote
from practices.models import PracticePage

from .choosing import waits_for_room
from .models import (
    Attendee,
    Completion,
    FollowUp,
    MentorRequest,
    Offer,
    RequestEvent,
    RequestMessage,
    Satisfaction,
    Status,
    VisitPlan,
)
from .steps import TONES, Step, steps_of, waits_for_quarter, when_words

Side = RequestMessage.Side
# The newest messages that one page holds; the rest is a link away.
MESSAGES = 50
MOST_ELSE = 4
STANDING = (Offer.State.OPEN, Offer.State.ACCEPTED)


@dataclass
class RequestView:
    """A request as one side reads it."""

    request: MentorRequest
    side: str
    at: datetime
    # What was chosen from vocabularies, by what it is: topic, community, help, site.
    words: dict[str, list[str]]
    offers: list[Offer]
    events: list[RequestEvent]
    messages: list[RequestMessage]
    # The program as matching reads it: (heading, words).
    program: list[tuple[str, str]] = field(default_factory=list)
    earlier: int | None = None
    plan: VisitPlan | None = None
    attendees: list[Attendee] = field(default_factory=list)
    completion: Completion | None = None
    follow_ups: list[FollowUp] = field(default_factory=list)
    notes: list[SiteNote] = field(default_factory=list)
    practices: list[PracticePage] = field(default_factory=list)
    # Whether there is a site that only room, or an absence, keeps from being asked.
    has_prospects: bool = False

    @property
    def offer(self) -> Offer | None:
        """The offer that stands: at most one does."""
        return next((one for one in self.offers if one.state in STANDING), None)

    @property
    def past_offers(self) -> list[Offer]:
        return [one for one in self.offers if one.state not in STANDING]

    @property
    def title(self) -> str:
        """For who asked, what it is about; for everybody else, who asks."""
        topics = ", ".join(self.words.get("topic", [])) or "your question"
        if self.is_requester:
            return f"Your request: {topics}"
        program = self.request.program_name or "A program"
        return f"{program} asks for help"

    @property
    def tone(self) -> str:
        return TONES.get(self.request.status, "")

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.request, self.offers, self.plan, at=self.at)

    @property
    def waits_for_quarter(self) -> bool:
        return waits_for_quarter(self.request, self.at)

    @property
    def when(self) -> str:
        return when_words(self.plan) if self.plan else ""

    @property
    def is_requester(self) -> bool:
        return self.side == Side.REQUESTER

    @property
    def is_site(self) -> bool:
        return self.side == Side.SITE

    @property
    def is_staff(self) -> bool:
        return self.side == Side.STAFF

    @property
    def takes_part(self) -> bool:
        """Whether the reader is one of the two who help each other."""
        return self.is_requester or self.is_site

    # --- What can be done now ---------------------------------------------------------------------
    @property
    def can_answer(self) -> bool:
        return bool(self.is_site and self.offer and self.offer.state == Offer.State.OPEN)

    @property
    def is_under_way(self) -> bool:
        return self.request.status in (Status.ACCEPTED, Status.SCHEDULED)

    @property
    def can_plan(self) -> bool:
        """Either side, and the staff for both of them."""
        return self.is_under_way

    @property
    def can_hand_back(self) -> bool:
        return self.is_site and self.is_under_way

    @property
    def can_withdraw(self) -> bool:
        return self.is_requester and self.request.may_become(Status.WITHDRAWN)

    @property
    def can_wait(self) -> bool:
        reasons = (MentorRequest.Reason.NO_ROOM, MentorRequest.Reason.SILENT)
        return self.can_ask_elsewhere and self.request.end_reason in reasons and self.has_prospects

    @property
    def can_close(self) -> bool:
        return self.is_requester and self.request.status == Status.DONE

    @property
    def can_ask_elsewhere(self) -> bool:
        return self.is_requester and self.request.status == Status.DECLINED

    @property
    def can_rate(self) -> bool:
        return self.takes_part and self.request.done_at is not None and not self.was_rated

    @property
    def was_rated(self) -> bool:
        scores = {Side.REQUESTER: "requester_score", Side.SITE: "site_score"}
        name = scores.get(Side(self.side))
        return bool(name and getattr(self.request, name, None))

    @property
    def follow_up_due(self) -> FollowUp | None:
        """The latest look back whose day has come, as long as it waits for an answer."""
        due = [one for one in self.follow_ups if one.due_at <= self.at or one.asked_at]
        open_ones = [one for one in due if one.answered_at is None]
        return open_ones[-1] if self.is_requester and open_ones else None

    @property
    def answered_follow_ups(self) -> list[FollowUp]:
        return [one for one in self.follow_ups if one.answered_at]

    @property
    def own_attendees(self) -> list[Attendee]:
        return [one for one in self.attendees if one.side == self.side]

    @property
    def forms_missing(self) -> int:
        """How many of one's own side have not accepted the confidentiality form."""
        if not self.plan or not self.plan.needs_forms:
            return 0
        return sum(one.accepted_at is None for one in self.own_attendees)

    # --- The public part --------------------------------------------------------------------------
    @property
    def has_agreed(self) -> bool:
        return bool(self.completion and getattr(self.completion, f"{self.side}_agreed_at", None))

    @property
    def is_shared(self) -> bool:
        """Whether there is a text that could become public."""
        kept = self.completion
        return bool(kept and kept.shown_as != Completion.ShownAs.NOTHING)

    @property
    def addressees(self) -> list[tuple[str, str]]:
        """To whom the reader can write: the other side of the offer that stands, and the team."""
        if self.request.status in (Status.WITHDRAWN,):
            return []
        if self.is_site:
            team = (Side.STAFF, "The network’s team; whoever asked reads it, too")
            return [(Side.REQUESTER, "Who asked"), team]
        if not self.is_requester:
            return []
        team = (Side.STAFF, "The network’s team")
        return [(address_of(self.offer), self.offer.site.title), team] if self.offer else [team]


def address_of(offer: Offer) -> str:
    """To whom a message goes: this offer's site and no other, also when another has it by then."""
    return f"{Side.SITE}-{offer.pk}"


def rows_for_page(reader: Any) -> Any:
    """Requests that `reader` may open, with everything joined that stands in one row."""
    scores = Satisfaction.objects.filter(request=OuterRef("pk"))
    news = Notification.objects.of(reader).filter(
        subject_type=ContentType.objects.get_for_model(MentorRequest),
        subject_id=OuterRef("pk"),
        read_at=None,
    )
    return (
        MentorRequest.objects.visible_to(reader)
        .select_related(
            "requester",
            "place",
            "stage",
            "discipline",
            "assigned_to",
            "plan",
            "completion__completed_by",
            "completion__note",
            "completion__thread__forum",
        )
        .annotate(
            requester_score=Subquery(scores.filter(side=Side.REQUESTER).values("score")[:1]),
            site_score=Subquery(scores.filter(side=Side.SITE).values("score")[:1]),
            is_news=Exists(news),
        )
    )


def show(
    request: MentorRequest, side: str, reader: Any, *, at: datetime, before: str = ""
) -> RequestView:
    """The request for `side`; `before` continues the messages with older ones."""
    messages, earlier = _messages(request, reader, before)
    shown = RequestView(
        request=request,
        side=side,
        at=at,
        words=_words_of(request),
        offers=_offers(request, side),
        events=_events(request, side, reader),
        messages=messages,
        program=_program_of(request),
        earlier=earlier,
        plan=getattr(request, "plan", None),
        completion=getattr(request, "completion", None),
    )
    if shown.plan and side:
        shown.attendees = list(shown.plan.attendees.all())
    if request.done_at:
        shown.follow_ups = list(request.follow_ups.all())
    if shown.can_ask_elsewhere:
        shown.notes, shown.practices = _elsewhere(request, reader, at)
        shown.has_prospects = waits_for_room(request, at=at)
    return shown


def _program_of(request: MentorRequest) -> list[tuple[str, str]]:
    facts = facts_from_json(request.facts)
    return [] if facts.is_empty else in_words(facts, load_words())


def _words_of(request: MentorRequest) -> dict[str, list[str]]:
    """Words of five lists in one statement."""
    columns: dict[str, tuple[Any, str]] = {
        "topic": (MentorRequest.topics, "topic__name"),
        "community": (MentorRequest.community_types, "term__label"),
        "help": (MentorRequest.wanted_help, "term__label"),
        "not": (MentorRequest.not_these, "mentorsitepage__title"),
    }
    parts = [
        field.through.objects.filter(mentorrequest=request.pk).values_list(
            Value(kind), Value(0), column
        )
        for kind, (field, column) in columns.items()
    ]
    parts.append(request.wanted_sites.order_by().values_list(Value("site"), "rank", "site__title"))
    words = defaultdict(list)
    for kind, _, word in sorted(parts[0].union(*parts[1:], all=True)):
        words[kind].append(word)
    return dict(words)


def _offers(request: MentorRequest, side: str) -> list[Offer]:
    """In the order in which they were made; a site reads its own only."""
    offers = request.offers.select_related("site").order_by("offered_at", "pk")
    return list(offers.standing() if side == Side.SITE else offers)


def _events(request: MentorRequest, side: str, reader: Any) -> list[RequestEvent]:
    """The history; to a site only what is not about another site."""
    events = request.events.select_related("offer__site", "by").order_by("at", "pk")
    if side == Side.SITE:
        standing = Offer.objects.standing().filter(request=request.pk)
        events = events.filter(offer__in=standing) | events.filter(
            offer=None, kind__in=FOR_EVERYBODY
        )
    elif side != Side.STAFF:
        events = events.exclude(kind=RequestEvent.Kind.ASSIGNED)
    return list(events)


# What concerns no other site.
FOR_EVERYBODY = (
    RequestEvent.Kind.SUBMITTED,
    RequestEvent.Kind.SCHEDULED,
    RequestEvent.Kind.MOVED,
    RequestEvent.Kind.UNSCHEDULED,
    RequestEvent.Kind.DONE,
    RequestEvent.Kind.NOTED,
    RequestEvent.Kind.FOLLOWED_UP,
    RequestEvent.Kind.CLOSED,
)


def _messages(
    request: MentorRequest, reader: Any, before: str
) -> tuple[list[RequestMessage], int | None]:
    """The newest that `reader` may read, oldest first, and the number behind which others are."""
    rows = RequestMessage.objects.visible_to(reader).filter(request=request.pk)
    if before.isascii() and before.isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.select_related("author", "offer__site").order_by("-pk")[: MESSAGES + 1])
    shown = found[:MESSAGES]
    return shown[::-1], shown[-1].pk if len(found) > MESSAGES else None


def _elsewhere(request: MentorRequest, reader: Any, at: datetime) -> tuple[Any, Any]:
    """What is published on the same topics already."""
    topics = MentorRequest.topics.through.objects.filter(mentorrequest=request.pk).values("topic")
    notes = SiteNote.objects.visible_to(reader).filter(topics__in=topics).distinct()
    practices = (
        PracticePage.objects.visible_to(reader, at).filter(tagged_topics__tag__in=topics).distinct()
    )
    return (
        list(notes.select_related("site").newest_first()[:MOST_ELSE]),
        list(practices.newest_first()[:MOST_ELSE]),
    )
