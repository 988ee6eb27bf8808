"""Saying that something is wrong with a post or a page; what identifies somebody goes at once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hub.accounts.models import User

from ..agencies import agency_of
from ..models import ModerationEvent, Post, Report, ReviewItem
from .hiding import hide_at_once, hide_quotations, was_cleared
from .logging import log
from .reviews import open_profile_review, open_review
from .states import hold

Reason, Kind = Report.Reason, ReviewItem.Kind
KINDS = {Reason.IDENTIFIES: Kind.IDENTIFIES, Reason.CRISIS: Kind.CRISIS}
# From so many agencies a report hides a post before anybody looked: trust plan, D6.
AGENCIES_TO_HIDE = 3


class UnableToReport(Exception):
    """Says in one sentence why there is nothing more to report."""


@transaction.atomic
def report_post(post: Post, *, reason: str, note: str = "", by: User, at: datetime) -> Report:
    """Puts `post` before the reviewers; hides it at once when it may identify somebody.

    What quotes it is hidden with it. Raises UnableToReport when `by` reported it before.
    """
    hold(post)
    try:
        with transaction.atomic():
            report = Report.objects.create(
                post=post, reporter=by, reason=reason, note=note, created_at=at
            )
    except IntegrityError as error:
        raise UnableToReport(
            "You reported this post already. Thank you; a person looks at it."
        ) from error
    kind = KINDS.get(Reason(reason), Kind.REPORT)
    item = open_review(post, reasons=[kind], by=None, at=at)
    log(ModerationEvent.Kind.REPORTED, by=by, post=post, item=item, at=at, reason=reason)
    if post.is_live and _hides(post, reason):
        hide_at_once(post, item, reason=reason, at=at)
        if reason == Reason.IDENTIFIES:
            hide_quotations(post, at=at)
    return report


def _hides(post: Post, reason: str) -> bool:
    if reason == Reason.CRISIS:
        return False
    if was_cleared(post):
        return False
    if reason == Reason.IDENTIFIES:
        return True
    reports = post.reports.exclude(reason=Reason.CRISIS).exclude(reporter=None)
    addresses = reports.values_list("reporter__email", flat=True)
    return len({agency_of(address) for address in addresses}) >= AGENCIES_TO_HIDE


def report_profile(person: User, *, reason: str, note: str, by: User, at: datetime) -> ReviewItem:
    """Puts a member's page before the moderators. Who said so and why stands in the log."""
    return open_profile_review(person, reason=reason, note=note, by=by, at=at)
