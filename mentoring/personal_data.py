"""What this room keeps of one person: to hand out, and to unlink when they leave."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User
from mentorsites.models import SiteManager

from .actions.submitting import withdraw_request
from .models import (
    Attendee,
    Completion,
    FollowUp,
    MentorRequest,
    Offer,
    OffHubHelp,
    RequestDraft,
    RequestEvent,
    RequestMessage,
    Satisfaction,
    Status,
    VisitPlan,
)

# Who did what: the link goes, what was done stays, for the other side and for the figures.
LINKS: tuple[tuple[Any, str], ...] = (
    (MentorRequest, "requester"),
    (MentorRequest, "assigned_to"),
    (Offer, "offered_by"),
    (Offer, "decided_by"),
    (RequestMessage, "author"),
    (RequestEvent, "by"),
    (VisitPlan, "made_by"),
    (Attendee, "accepted_by"),
    (Completion, "completed_by"),
    (Satisfaction, "by"),
    (OffHubHelp, "logged_by"),
)


def collect(person: User) -> dict[str, Any]:
    """What `person` wrote and said: nobody else's words, also not those that they may read."""
    asked = MentorRequest.objects.of(person).newest_first().select_related(*ONE_OF)
    return {
        "mentor requests": [_request(one) for one in asked.prefetch_related(*MANY_OF)],
        "mentor request draft": [
            {"typed": draft.typed, "saved": draft.saved_at}
            for draft in RequestDraft.objects.filter(person=person)
        ],
        "messages in mentor requests": list(
            RequestMessage.objects.filter(author=person, is_for_staff=False).values(
                "request_id", "text", "at"
            )
        ),
        "steps in mentor requests": [
            {
                "request": one.request_id,
                "step": one.get_kind_display(),
                "words": one.words,
                "at": one.at,
            }
            for one in RequestEvent.objects.filter(by=person).order_by("at", "pk")
        ],
        "dates of mentor requests": list(
            VisitPlan.objects.filter(made_by=person).values(
                "request_id", "kind", "starts_at", "ends_at", "time_zone", "where", "agenda"
            )
        ),
        "words about what was done": [*_private_words(person), *_public_words(person)],
        "what came of mentor requests": list(
            FollowUp.objects.filter(request__requester=person)
            .exclude(answered_at=None)
            .values("request_id", "days", "outcome", "words", "answered_at")
        ),
        "how mentor requests were": list(
            Satisfaction.objects.filter(by=person).values("request_id", "score", "words", "at")
        ),
    }


ONE_OF = ("place", "discipline", "stage")
MANY_OF = ("topics", "community_types", "wanted_help", "wanted_sites__site", "not_these")


def _request(request: MentorRequest) -> dict[str, Any]:
    return {
        "number": request.pk,
        "program": request.program_name,
        "what was known of the program": request.facts,
        "place": str(request.place or ""),
        "communities": [term.label for term in request.community_types.all()],
        "discipline": str(request.discipline or ""),
        "stage": str(request.stage or ""),
        "question": request.question,
        "tried": request.tried,
        "topics": [topic.name for topic in request.topics.all()],
        "wanted help": [term.label for term in request.wanted_help.all()],
        "wanted sites": [one.site.title for one in request.wanted_sites.all()],
        "not these sites": [site.title for site in request.not_these.all()],
        "asks further": request.asks_further,
        "not before": request.wanted_from,
        "not after": request.wanted_until,
        "when it suits": request.when_note,
        "status": request.get_status_display(),
        "sent": request.submitted_at,
        "ended": request.ended_at,
    }


def _private_words(person: User) -> list[Any]:
    """Written by whoever said that it was done; others may have changed the public part since."""
    ended = RequestEvent.objects.filter(kind=RequestEvent.Kind.DONE, by=person)
    kept = Completion.objects.filter(request__in=ended.values("request"))
    return list(kept.values("request_id", "happened_on", "private_words"))


def _public_words(person: User) -> list[Any]:
    kept = Completion.objects.filter(completed_by=person)
    return list(kept.values("request_id", "shown_as", "public_title", "public_text"))


@transaction.atomic
def erase(person: User, at: datetime) -> None:
    """Takes back what is under way; the words of the rest stay without the name."""
    under_way = MentorRequest.objects.of(person).open().exclude(status=Status.DONE)
    for request in under_way:
        withdraw_request(request, by=person, at=at)
    RequestDraft.objects.filter(person=person).delete()
    _forget_attendee(person)
    for model, link in LINKS:
        model._default_manager.filter(**{link: person}).update(**{link: None})


def _forget_attendee(person: User) -> None:
    """Whoever came along themselves: with the program that asked, or at a site that they kept."""
    if not person.name:
        return
    named = Attendee.objects.filter(name__iexact=person.name)
    named.filter(plan__request__requester=person, side=Attendee.Side.REQUESTER).delete()
    sites = SiteManager.objects.filter(person=person).values("site")
    hosted = Offer.objects.filter(site__in=sites, state=Offer.State.ACCEPTED).values("request")
    named.filter(plan__request__in=hosted, side=Attendee.Side.SITE).delete()
