"""Everything that one request's page shows, in a fixed number of statements."""

from collections import defaultdict
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
    MentorRequest,
    Offer,
    RequestEvent,
    RequestMessage,
    Satisfaction,
)
from .request_view import RequestView, Side

# The newest messages that one page holds; the rest is a link away.
MESSAGES = 50
MOST_ELSE = 4


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
