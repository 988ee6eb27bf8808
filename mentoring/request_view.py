"""A request as one side reads it, and what that side can do now."""

from dataclasses import dataclass, field
from datetime import datetime

from mentorsites.models import SiteNote
from practices.models import PracticePage

from .models import (
    Attendee,
    Completion,
    FollowUp,
    MentorRequest,
    Offer,
    RequestEvent,
    RequestMessage,
    Status,
    VisitPlan,
)
from .steps import TONES, Step, steps_of, waits_for_quarter, when_words

Side = RequestMessage.Side
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
