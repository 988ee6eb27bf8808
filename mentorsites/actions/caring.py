"""Whether a site still stands by its profile: asked twice a year, and said when nobody answers."""

import logging
from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import F

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification
from hub.notifications.subjects import key_of

from ..models import MentorSitePage, SiteCare
from ..telling import keepers_of, staff_of

logger = logging.getLogger(__name__)


def care_of(site: MentorSitePage, *, at: datetime) -> SiteCare:
    """What is kept of the site's care; made when it is missing."""
    defaults = {"confirmed_at": _first_confirmed(site, at)}
    return SiteCare.objects.get_or_create(site=site, defaults=defaults)[0]


@transaction.atomic
def confirm_site(site: MentorSitePage, *, by: User | None, at: datetime) -> SiteCare:
    """The profile is right, says `by`; whatever was asked is answered."""
    care = care_of(site, at=at)
    SiteCare.objects.filter(pk=care.pk).update(
        confirmed_at=at, confirmed_by=by, asked_at=None, asks=0, unconfirmed_since=None
    )
    _close_questions(care, at=at)
    care.refresh_from_db()
    return care


@transaction.atomic
def ask_still_right(care: SiteCare, *, at: datetime) -> bool:
    """Asks those who keep the site, else the staff; False when somebody else asked just now."""
    unasked = SiteCare.objects.to_ask(at).filter(pk=care.pk, asks=care.asks)
    if not unasked.update(asks=F("asks") + 1, asked_at=at):
        return False
    people = list(keepers_of(care.site)) or staff_of(care.site)
    notify(
        people,
        kind=Notification.Kind.REVIEW,
        subject=care,
        at=at,
        is_for_me=True,
        is_private=True,
    )
    return True


def ask_sites_that_are_due(at: datetime) -> int:
    """Asks every published site whose last yes is half a year old; returns how many."""
    due = SiteCare.objects.to_ask(at).filter(site__live=True, site__is_sample=False)
    due = due.exclude(site__program_status=MentorSitePage.ProgramStatus.ENDED)
    asked = 0
    for care in due.select_related("site").order_by("pk"):
        # One that fails must not keep the others waiting; the next round tries again.
        try:
            asked += ask_still_right(care, at=at)
        except Exception:
            logger.exception("Not asked whether it is still right: site %s", care.site_id)
    return asked


def mark_unconfirmed(at: datetime) -> int:
    """Says on the pages of sites that left two questions unanswered; returns how many."""
    return SiteCare.objects.to_mark(at).update(unconfirmed_since=at)


def begin_care(at: datetime) -> int:
    """Makes the row of every published site that has none; returns how many."""
    without = MentorSitePage.objects.filter(first_published_at__isnull=False, care=None)
    rows = [SiteCare(site=site, confirmed_at=_first_confirmed(site, at)) for site in without]
    # Another machine may make the same ones in this moment.
    SiteCare.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _first_confirmed(site: MentorSitePage, at: datetime) -> datetime:
    if site.last_reviewed:
        return datetime.combine(site.last_reviewed, time(12), tzinfo=UTC)
    return site.first_published_at or at


def _close_questions(care: SiteCare, *, at: datetime) -> None:
    type_id, number = key_of(care)
    asked = Notification.objects.unread().filter(
        kind=Notification.Kind.REVIEW, subject_type=type_id, subject_id=number
    )
    asked.update(read_at=at, mail_due_at=None)
