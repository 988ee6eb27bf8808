"""Who hears of a request: always by a private line, so that mail holds no more than a link."""

from collections.abc import Iterable
from datetime import datetime

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification
from mentorsites.models import SiteManager

from .models import STAFF, MentorRequest, Offer


def tell(
    people: Iterable[User], about: MentorRequest | Offer, *, by: User | None, at: datetime
) -> int:
    """A line about the request for each of these people; returns how many were told."""
    return notify(
        people,
        kind=Notification.Kind.REQUEST,
        subject=about,
        by=by,
        at=at,
        is_for_me=True,
        is_private=True,
    )


def tell_requester(request: MentorRequest, *, by: User | None, at: datetime) -> int:
    return tell([request.requester] if request.requester else [], request, by=by, at=at)


def tell_site(offer: Offer, *, by: User | None, at: datetime) -> int:
    """Once its offer has ended, the request is not the site's to read: then of the offer."""
    about = offer.request if offer.is_standing else offer
    return tell(managers_of(offer, at=at), about, by=by, at=at)


def tell_staff(request: MentorRequest, *, by: User | None, at: datetime) -> int:
    """Whoever took it up and still can, else everybody who looks after requests."""
    staff = User.objects.holding(STAFF)
    assigned = request.assigned_to
    if assigned and not assigned.is_suspended(at) and staff.filter(pk=assigned.pk).exists():
        return tell([assigned], request, by=by, at=at)
    return tell(staff, request, by=by, at=at)


def managers_of(offer: Offer, *, at: datetime) -> list[User]:
    kept = SiteManager.objects.able(at).filter(site=offer.site_id).select_related("person")
    return [one.person for one in kept.order_by("pk")]
