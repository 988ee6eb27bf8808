"""Where a request stands, as a row of steps that both sides and the staff read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from .models import MentorRequest, Offer, Status, VisitPlan

DONE, NOW, NEXT = "done", "now", "next"
# The tone of the badge that names where a request stands.
TONES: dict[str, str] = {
    Status.SUBMITTED: "info",
    Status.OFFERED: "info",
    Status.ACCEPTED: "ok",
    Status.SCHEDULED: "ok",
    Status.DONE: "ok",
    Status.DECLINED: "wait",
}


@dataclass(frozen=True)
class Step:
    title: str
    note: str
    state: str


def day_words(moment: datetime) -> str:
    """“Friday, Nov 27”, in the time of the hub."""
    here = timezone.localtime(moment)
    return f"{here:%A, %b} {here.day}"


def steps_of(
    request: MentorRequest, offers: Sequence[Offer], plan: VisitPlan | None, *, at: datetime
) -> list[Step]:
    """Sent, offered, accepted, date set, done, looked back at: what was, what is, what comes."""
    steps = [Step("Sent", day_words(request.submitted_at), DONE)]
    if request.status == Status.SUBMITTED:
        steps.append(Step("Looking for a site", _waiting_words(request, at), NOW))
    steps += [_offer_step(offer) for offer in offers if offer.state == Offer.State.OPEN]
    if request.status in (Status.DECLINED, Status.WITHDRAWN) or (
        request.status == Status.CLOSED and not request.done_at
    ):
        ended = day_words(request.ended_at) if request.ended_at else ""
        return [*steps, Step(request.get_status_display(), ended, NOW)]
    return [*steps, *_later_steps(request, offers, plan)]


def waits_for_quarter(request: MentorRequest, at: datetime) -> bool:
    """Whether it looks for nobody before the quarter begins for which it waits."""
    return request.waits_from > at


def _waiting_words(request: MentorRequest, at: datetime) -> str:
    if waits_for_quarter(request, at):
        return f"We look again on {day_words(request.waits_from)}"
    return f"You hear from us by {day_words(request.answer_by)}"


def _offer_step(offer: Offer) -> Step:
    return Step(
        f"Offered to {offer.site.title}", f"They answer by {day_words(offer.reply_by)}", NOW
    )


def _later_steps(
    request: MentorRequest, offers: Sequence[Offer], plan: VisitPlan | None
) -> list[Step]:
    taken = next((one for one in offers if one.state == Offer.State.ACCEPTED), None)
    site = f" by {taken.site.title}" if taken else ""
    is_done = request.done_at is not None
    return [
        _step(f"Accepted{site}", request.accepted_at, is_now=request.status == Status.ACCEPTED),
        Step(
            "Date set",
            when_words(plan) if plan else "",
            _state(plan is not None or is_done, is_now=request.status == Status.SCHEDULED),
        ),
        _step("Done", request.done_at, is_now=False),
        Step(
            "How did it go?",
            "After thirty days, ninety, and half a year",
            _state(request.status == Status.CLOSED, is_now=request.status == Status.DONE),
        ),
    ]


def _step(title: str, moment: datetime | None, *, is_now: bool) -> Step:
    return Step(title, day_words(moment) if moment else "", _state(bool(moment), is_now=is_now))


def _state(has_been: bool, *, is_now: bool) -> str:
    if is_now:
        return NOW
    return DONE if has_been else NEXT


def when_words(plan: VisitPlan) -> str:
    """Day and time in the zone of the plan, not of who reads it: that is what was agreed on."""
    zone = ZoneInfo(plan.time_zone)
    starts, ends = plan.starts_at.astimezone(zone), plan.ends_at.astimezone(zone)
    day = f"{starts:%A, %b} {starts.day}"
    return f"{day}, {_clock(starts)} to {_clock(ends)} {starts:%Z}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {'a.m.' if moment.hour < 12 else 'p.m.'}"


def next_words(request: MentorRequest, offer: Offer | None, *, at: datetime) -> str:
    """What comes next and by when, in one line of a list."""
    if request.status == Status.SUBMITTED:
        return _waiting_words(request, at)
    if request.status == Status.OFFERED and offer:
        return f"{offer.site.title} answers by {day_words(offer.reply_by)}"
    if request.status == Status.ACCEPTED and offer:
        return f"Agree on a day with {offer.site.title}"
    if request.status == Status.SCHEDULED and offer:
        return f"With {offer.site.title}"
    if request.status == Status.DONE and request.done_at:
        return f"Done on {day_words(request.done_at)}"
    return f"Ended on {day_words(request.ended_at)}" if request.ended_at else ""
