"""Once a month, by mail: what somebody looks after and what is due to be looked at again."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from hub.accounts.models import User
from hub.notifications import stopping
from hub.notifications.letters import write_letter
from hub.notifications.mail import base_address, rows_for
from hub.notifications.models import MailSettings, OutgoingMail
from hub.resources.models import ResourcePage

from .desk import SOON, Lateness, due_soon, today
from .models import ReviewMail
from .roles import REVIEWERS

logger = logging.getLogger(__name__)
# A machine that was off on the first catches up; later in the month nobody is surprised by it.
LAST_DAY = 7
FROM_HOUR = 7
MOST_LINES = 50
# More mails than ever before are a mistake until somebody says otherwise (trust plan, E16).
ALWAYS_FINE = 50
TIMES_THE_USUAL = 2


class UnableToMail(Exception):
    """So many would be mailed that a person has to say yes first."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} people would be mailed. Run send_review_lists --anyway if so.")


@dataclass(frozen=True)
class Line:
    """One page of the list, as a mail shows it."""

    words: str
    title: str
    url: str


def send_due_lists(at: datetime) -> int:
    """What the tending does: from the first of a month, in the morning. Returns how many."""
    here = timezone.localtime(at)
    if here.day > LAST_DAY or here.hour < FROM_HOUR:
        return 0
    # The tending comes by every few minutes: once a day is enough to ask, and to be heard.
    if not cache.add(f"review-lists-{here:%Y-%m-%d}", value=True, timeout=86400):
        return 0
    try:
        return send_lists(at=at)
    except UnableToMail as error:
        logger.error("The monthly lists were not mailed. %s", error)
        return 0


def send_lists(*, at: datetime, anyway: bool = False) -> int:
    """Mails each person what is due among what they look after, once a month.

    Returns how many were mailed. Raises UnableToMail when that would be unusually many.
    """
    month = today(at).replace(day=1)
    told = ReviewMail.objects.filter(month=month).values_list("person", flat=True)
    waiting = {person: pages for person, pages in _by_person(at).items() if person not in set(told)}
    if len(waiting) > _usual(month) and not anyway:
        raise UnableToMail(len(waiting))
    people = User.objects.present().filter(pk__in=waiting).order_by("pk")
    return sum(_send(person, waiting[person.pk], month, at) for person in people)


def _usual(month: date) -> int:
    last = ReviewMail.objects.filter(month__lt=month).order_by("-month").first()
    number = ReviewMail.objects.filter(month=last.month).count() if last else 0
    return max(ALWAYS_FINE, TIMES_THE_USUAL * number)


def _by_person(at: datetime) -> dict[int, list[int]]:
    """Whose is what is due: the owner's, else who published it last, else the reviewers'.

    Only who may change a page counts. The numbers of each come in the order they are due.
    """
    due = _due(at).values_list("pk", "owner")
    publishers = _last_publishers(at)
    reviewers = set(_mailable(at).filter(groups__name=REVIEWERS).values_list("pk", flat=True))
    asked = {owner for _, owner in due} | set(publishers.values()) | reviewers
    theirs = {
        person.pk: set(due_soon(person, at).values_list("pk", flat=True))
        for person in _mailable(at).filter(pk__in=asked - {None})
    }
    found: dict[int, list[int]] = defaultdict(list)
    for pk, owner in due:
        able = {who for who, pages in theirs.items() if pk in pages}
        one = next((who for who in (owner, publishers.get(pk)) if who in able), None)
        for person in {one} if one else reviewers & able:
            found[person].append(pk)
    return found


def _due(at: datetime) -> QuerySet[ResourcePage]:
    # Numbers only: each person's list is asked for again through the gate.
    until = today(at) + SOON
    return ResourcePage.objects.filter(review_due__lte=until, mentorsitepage=None).order_by(
        "review_due", "pk"
    )


def _mailable(at: datetime) -> QuerySet[User]:
    """Who is here, wants this list, and was not told to stay away."""
    suspended = User.objects.filter(suspended_until__gt=at).values("pk")
    silent = MailSettings.objects.exclude(gets_review_lists=True, stopped_at=None).values("person")
    return User.objects.present().exclude(pk__in=suspended).exclude(pk__in=silent)


def _last_publishers(at: datetime) -> dict[int, int]:
    pages = _due(at).order_by().values("pk")
    entries = PageLogEntry.objects.filter(page__in=pages, action="wagtail.publish", user__gt=0)
    return dict(entries.order_by("timestamp", "pk").values_list("page", "user"))


def _send(person: User, pages: list[int], month: date, at: datetime) -> bool:
    rows = list(due_soon(person, at).filter(pk__in=pages[:MOST_LINES]))
    try:
        with transaction.atomic():
            ReviewMail.objects.create(person=person, month=month, pages=len(pages), made_at=at)
            for mail in _letter(person, rows, len(pages), month, at):
                mail.save(force_insert=True)
    except IntegrityError:
        # Another machine was faster.
        return False
    return True


def _letter(
    person: User, pages: list[Any], number: int, month: date, at: datetime
) -> list[OutgoingMail]:
    report = base_address() + reverse("review_report")
    message = write_letter(
        "review_list",
        {
            "lines": [_line(page, at) for page in pages],
            "more": max(number - MOST_LINES, 0),
            "report_url": report,
            "person": person,
        },
        subject="Still right? 1 page" if number == 1 else f"Still right? {number} pages",
        stop=stopping.Stop(person.pk, stopping.REVIEWS),
        list_name="reviews",
    )
    message.to = [person.email]
    return rows_for(
        message,
        kind=OutgoingMail.Kind.REVIEWS,
        at=at,
        person=person,
        unique_key=f"reviews {person.pk} {month:%Y-%m}",
    )


def _line(page: Any, at: datetime) -> Line:
    words = f"Review due {Lateness(page.review_due, today(at)).words.replace('late', 'ago')}:"
    return Line(words, page.title, base_address() + reverse("still_right", args=[page.pk]))
