"""Words between the two sides and the staff."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hub.accounts.models import User

from ..models import MentorRequest, Offer, RequestMessage
from ..telling import tell_requester, tell_site, tell_staff

Side = RequestMessage.Side


@transaction.atomic
def write_message(
    request: MentorRequest,
    *,
    text: str,
    by: User,
    at: datetime,
    side: str,
    offer: Offer | None = None,
    is_for_staff: bool = False,
    tells_staff: bool = False,
    form_key: str = "",
) -> RequestMessage:
    """A message from one side; the others are told. The same form sent twice is one message.

    With `offer` it is read by that site, too; without, by whoever asked and the staff.
    `tells_staff` says that the staff should look, because a site wrote to it. A note `is_for_staff`
    is told to nobody.
    """
    message = RequestMessage(
        request=request,
        offer=offer,
        author=by,
        side=side,
        text=text,
        is_for_staff=is_for_staff,
        at=at,
        form_key=form_key,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:
        return RequestMessage.objects.get(request=request, author=by, form_key=form_key)
    if not is_for_staff:
        _tell_others(message, by=by, at=at)
        if tells_staff:
            tell_staff(request, by=by, at=at)
    return message


def _tell_others(message: RequestMessage, *, by: User, at: datetime) -> None:
    if message.side != Side.REQUESTER:
        tell_requester(message.request, by=by, at=at)
    if message.offer is not None and message.side != Side.SITE:
        tell_site(message.offer, by=by, at=at)
    if message.offer is None and message.side == Side.REQUESTER:
        tell_staff(message.request, by=by, at=at)
