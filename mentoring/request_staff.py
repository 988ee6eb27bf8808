"""What the staff sees beside a request: the sites that were asked and those that could be."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.core.visibility import NOBODY

from .board import staff_of_the_network
from .choosing import Candidate, candidates
from .due import Dates, Due, due_of
from .fitting import askable_sites
from .forms.staff import (
    AnswerForm,
    AssignForm,
    CloseForm,
    DoneForm,
    EndOfferForm,
    MessageForm,
    NoForm,
    NoteForm,
    OfferForm,
    ReopenForm,
    StaffForm,
    YesForm,
)
from .models import MentorRequest, Offer, RequestMessage, Satisfaction, Status
from .request_view import address_of

PLAIN_FORMS: dict[str, type[StaffForm]] = {
    "end-offer": EndOfferForm,
    "answer": AnswerForm,
    "close": CloseForm,
    "yes": YesForm,
    "no": NoForm,
    "done": DoneForm,
    "reopen": ReopenForm,
    "note": NoteForm,
}


@dataclass
class StaffDesk:
    """One request with everything that is needed to decide about it."""

    request: MentorRequest
    reader: Any
    offers: list[Offer]
    candidates: list[Candidate]
    notes: list[RequestMessage]
    due: Due
    at: datetime
    ratings: list[Satisfaction] = field(default_factory=list)
    bound: dict[str, StaffForm] = field(default_factory=dict)

    @property
    def standing(self) -> Offer | None:
        return next((one for one in self.offers if one.state in ("open", "accepted")), None)

    @property
    def can_offer(self) -> bool:
        is_open = self.request.status in (Status.SUBMITTED, Status.OFFERED)
        return is_open and self.standing is None

    @property
    def is_under_way(self) -> bool:
        return self.request.status in (Status.ACCEPTED, Status.SCHEDULED)

    @property
    def addressees(self) -> list[tuple[str, str]]:
        """To whom the staff can write. Nothing is said to a site behind the back of who asked."""
        people = [(str(RequestMessage.Side.REQUESTER), "Whoever asked")]
        if self.standing is not None:
            words = f"{self.standing.site.title}; whoever asked reads it, too"
            people.append((address_of(self.standing), words))
        return people

    @property
    def verbs(self) -> list[str]:
        """What can be done from where it stands."""
        request = self.request
        verbs = ["assign", "message", "note"]
        if self.can_offer:
            verbs.append("offer")
        if self.standing is not None and self.standing.state == Offer.State.OPEN:
            verbs += ["yes", "no"]
        if self.is_under_way:
            verbs.append("done")
        if request.status == Status.DECLINED:
            verbs.append("reopen")
        if self.standing is not None and request.may_become(Status.SUBMITTED):
            verbs.append("end-offer")
        if request.may_become(Status.DECLINED) and self.standing is None:
            verbs.append("answer")
        if request.may_become(Status.CLOSED):
            verbs.append("close")
        return verbs

    def bind(self, verb: str, typed: Any) -> StaffForm:
        self.bound[verb] = self._form(verb, typed)
        return self.bound[verb]

    def forms(self) -> dict[str, StaffForm]:
        """By verb, with an underscore for templates; what was typed stays where it was typed."""
        names = dict.fromkeys([*self.verbs, *self.bound])
        return {name.replace("-", "_"): self.bound.get(name) or self._form(name) for name in names}

    def _form(self, verb: str, typed: Any = None) -> StaffForm:
        if verb == "assign":
            chosen = {"to": self.request.assigned_to_id}
            return AssignForm(
                typed, person=self.reader, people=staff_of_the_network(), initial=chosen
            )
        if verb == "offer":
            sites = askable_sites(self.request.requester or NOBODY, at=self.at)
            return OfferForm(
                typed,
                person=self.reader,
                candidates=self.candidates,
                sites=sites.order_by("title", "pk"),
            )
        if verb == "message":
            return MessageForm(typed, person=self.reader, addressees=self.addressees)
        return PLAIN_FORMS[verb](typed, person=self.reader)


def desk_for(request: MentorRequest, reader: Any, *, at: datetime) -> StaffDesk:
    offers = list(request.offers.select_related("site").order_by("-offered_at", "-pk"))
    standing = next((one for one in offers if one.state in ("open", "accepted")), None)
    plan = getattr(request, "plan", None)
    dates = Dates(
        standing.reply_by if standing else None,
        plan.starts_at if plan else None,
        plan.ends_at if plan else None,
    )
    is_open = request.status in (Status.SUBMITTED, Status.OFFERED)
    notes = request.messages.filter(is_for_staff=True).select_related("author")
    return StaffDesk(
        request,
        reader,
        offers,
        candidates(request, at=at) if is_open and standing is None else [],
        list(notes.order_by("-at", "-pk")[:20]),
        due_of(request, dates, at=at),
        at,
        # Nobody rates what has not happened.
        list(request.satisfactions.order_by("side")) if request.done_at else [],
    )
