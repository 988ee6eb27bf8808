"""Who stands on which side of a request."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from mentorsites.permissions import sites_kept_by

from .models import STAFF, MentorRequest, Offer, RequestMessage

Side = RequestMessage.Side


def is_staff(person: Any) -> bool:
    """Whether `person` looks after requests for the network."""
    return bool(person.is_authenticated and person.has_perm(STAFF))


def side_of(request: MentorRequest, person: Any, *, at: datetime | None = None) -> str | None:
    """The side on which `person` takes part: requester, site, staff, or None.

    Whoever asked stays on that side, also when they belong to the staff.
    """
    if not person.is_authenticated:
        return None
    if request.requester_id == person.pk:
        return Side.REQUESTER
    if standing_offer_of(request, person, at=at) is not None:
        return Side.SITE
    return Side.STAFF if is_staff(person) else None


def standing_offer_of(
    request: MentorRequest, person: Any, *, at: datetime | None = None
) -> Offer | None:
    """The open or accepted offer of the request to a site that `person` keeps."""
    kept = sites_kept_by(person, at=at or timezone.now()).values("pk")
    return request.offers.standing().filter(site__in=kept).select_related("site").first()
