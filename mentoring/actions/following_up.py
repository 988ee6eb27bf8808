"""What came of it, and how it was."""

from datetime import datetime

from django.db import transaction

from hub.accounts.models import User

from ..models import FollowUp, MentorRequest, Satisfaction, Status
from ..telling import tell, tell_site, tell_staff
from .moving import Kind, UnableToMove, note

# From here down somebody of the network should ask what went wrong.
LOW_SCORE = 2


@transaction.atomic
def answer_follow_up(
    follow_up: FollowUp, *, outcome: str, words: str = "", by: User, at: datetime
) -> FollowUp:
    """Whoever asked tells what came of it, and the site hears of it; again tells it anew."""
    if outcome not in FollowUp.Outcome.values:
        raise UnableToMove("Choose what came of it.")
    is_first = follow_up.answered_at is None
    follow_up.outcome, follow_up.words = outcome, words
    follow_up.answered_at = at
    follow_up.asked_at = follow_up.asked_at or at
    follow_up.save()
    if is_first:
        note(follow_up.request, Kind.FOLLOWED_UP, by=by, at=at)
        _tell_helper(follow_up.request, by=by, at=at)
    return follow_up


def _tell_helper(request: MentorRequest, *, by: User, at: datetime) -> None:
    offer = request.offers.standing().select_related("request", "site").first()
    if offer is not None:
        tell_site(offer, by=by, at=at)


@transaction.atomic
def rate(
    request: MentorRequest, *, side: str, score: int, words: str = "", by: User, at: datetime
) -> Satisfaction:
    """How it was for one side, 1 to 5; again replaces it. Only once the help has happened.

    The staff hears of a low score.
    """
    if request.status not in (Status.DONE, Status.CLOSED) or request.done_at is None:
        raise UnableToMove("You can say how it was once it has happened.")
    was_low = request.satisfactions.filter(side=side, score__lte=LOW_SCORE).exists()
    kept, _ = Satisfaction.objects.update_or_create(
        request=request,
        side=side,
        defaults={"score": score, "words": words, "by": by, "at": at},
    )
    if score <= LOW_SCORE and not was_low:
        tell_staff(request, by=by, at=at)
    return kept


@transaction.atomic
def ask_follow_up(follow_up: FollowUp, *, at: datetime) -> bool:
    """Asks whoever asked; False when it was asked before."""
    if not FollowUp.objects.filter(pk=follow_up.pk, asked_at=None).update(asked_at=at):
        return False
    request = follow_up.request
    tell([request.requester] if request.requester else [], request, by=None, at=at)
    return True
