"""The request at an address, and on which side its reader stands; else there is no such address."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..models import MentorRequest, Offer, RequestMessage
from ..permissions import is_staff, side_of, standing_offer_of
from ..request_page import rows_for_page

Side = RequestMessage.Side
BOTH = (Side.REQUESTER, Side.SITE)
form_page = require_http_methods(["GET", "HEAD", "POST"])


def request_or_404(
    request: HttpRequest, pk: int, *sides: str, at: datetime | None = None
) -> tuple[Any, str]:
    """The request, as rows_for_page() gives it, and the reader's side; else 404.

    With `sides` only for these.
    """
    row = get_object_or_404(rows_for_page(request.user), pk=pk)
    side = _side(row, request.user, at or timezone.now())
    if side is None or (sides and side not in sides):
        raise Http404
    return row, side


def _side(row: MentorRequest, reader: Any, at: datetime) -> str | None:
    """side_of() without its statement for most: who may open it is one of three."""
    if row.requester_id != reader.pk and not is_staff(reader):
        return Side.SITE
    return side_of(row, reader, at=at)


def offer_or_404(request: HttpRequest, pk: int, state: str) -> tuple[MentorRequest, Offer]:
    """The request and the offer that the reader answers for, as long as it is in this state."""
    row, _ = request_or_404(request, pk, Side.SITE)
    offer = standing_offer_of(row, request.user)
    if offer is None or offer.state != state:
        raise Http404
    return row, offer
