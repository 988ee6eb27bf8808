"""What every action on a request does: lock it, check the way, say what happened."""

from datetime import datetime

from hub.accounts.models import User

from ..models import ENDED, MentorRequest, Offer, RequestEvent

Kind = RequestEvent.Kind


class UnableToMove(Exception):
    """Says in one sentence why the request cannot go that way from where it stands."""


def locked(request: MentorRequest) -> MentorRequest:
    """The request as it stands now; until the transaction ends nobody else changes it."""
    return MentorRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def move(request: MentorRequest, status: str, *, at: datetime) -> MentorRequest:
    """Writes the new status; raises UnableToMove when there is no such way.

    Every other column that goes along must have been set on `request` before.
    """
    if not request.may_become(status):
        raise UnableToMove(
            f"This is not possible any more: the request is “{request.get_status_display()}” now."
        )
    request.status = status
    request.ended_at = at if status in ENDED else None
    request.save()
    return request


def note(
    request: MentorRequest,
    kind: str,
    *,
    by: User | None,
    at: datetime,
    offer: Offer | None = None,
    words: str = "",
) -> RequestEvent:
    """One line of the request's history."""
    return RequestEvent.objects.create(
        request=request, kind=kind, offer=offer, by=by, words=words[:500], at=at
    )
