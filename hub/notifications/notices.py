"""News that goes into a mail of its own: everything new about one thing in one mail."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.urls import reverse

from hub.accounts.models import User

from . import stopping
from .letters import write_letter
from .mail import base_address, rows_for
from .models import Follow, MailSettings, Notification, OutgoingMail
from .models.follows import Key
from .subjects import fetch, is_public, name_of
from .words import sentence

logger = logging.getLogger(__name__)
# People and things looked at in one round.
STEP = 50
PRIVATE_SUBJECT = "There is news for you on the Co-Responder Hub"


@dataclass(frozen=True)
class Line:
    """One piece of news, as a mail shows it."""

    words: str
    title: str
    url: str
    why: str = ""


def make_due_notices(at: datetime) -> int:
    """Writes the mails whose ten minutes are over; returns how many."""
    due = Notification.objects.filter(mail_due_at__lte=at).order_by("mail_due_at", "pk")
    pairs = dict.fromkeys(due.values_list("person", "subject_type", "subject_id")[:STEP])
    return sum(_try_notice(person, (type_id, pk), at) for person, type_id, pk in pairs)


def _try_notice(person_id: int, key: Key, at: datetime) -> bool:
    try:
        return _make_notice(person_id, key, at)
    except Exception:
        # One mail that cannot be written must not hold up the others: its news is in the digest.
        logger.exception("A notice could not be written")
        rows = Notification.objects.filter(person=person_id, subject_type=key[0], subject_id=key[1])
        rows.update(mail_due_at=None)
        return False


@transaction.atomic
def _make_notice(person_id: int, key: Key, at: datetime) -> bool:
    """One mail to one person about one thing, unless nothing is left to say."""
    due = _taken(person_id, key, at)
    if not due:
        return False
    person = due[0].person
    subject = fetch([key], person).get(key)
    if subject is None or not _wants_notices(person, at):
        # What it says waits for the digest, if it may be seen then.
        return False
    wanted = [news for news in due if news.is_for_me or _follows_by_mail(news)]
    if not wanted:
        return False
    (mail,) = _letter(person, subject, wanted, at)
    mail.save(force_insert=True)
    Notification.objects.filter(pk__in=[news.pk for news in wanted]).update(mailed_at=at, mail=mail)
    return True


def _taken(person_id: int, key: Key, at: datetime) -> list[Notification]:
    """The news that is due, taken out of the list of what is due: nobody else makes this mail."""
    due: QuerySet[Notification] = Notification.objects.unread().filter(
        person=person_id, subject_type=key[0], subject_id=key[1], mail_due_at__isnull=False
    )
    rows = list(_locked(due).select_related("person", "actor").order_by("pk"))
    due.filter(pk__in=[news.pk for news in rows]).update(mail_due_at=None)
    return rows


def _locked(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    # SQLite has one writer at a time, and needs no locks.
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows


def _wants_notices(person: User, at: datetime) -> bool:
    settings = MailSettings.objects.filter(person=person).first()
    if not person.is_active or person.is_suspended(at):
        return False
    return settings is None or (settings.sends_at_once and settings.gets_mail)


def _follows_by_mail(news: Notification) -> bool:
    """Whether what led to this line is still followed by mail: levels change in ten minutes."""
    keys = {news.key, news.why_key or news.key}
    levels = Follow.objects.of(news.person).to_any(keys).values_list("level", flat=True)
    chosen = set(levels)
    return Follow.Level.FOLLOW in chosen and Follow.Level.MUTE not in chosen


def _letter(
    person: User, subject: Model, news: list[Notification], at: datetime
) -> list[OutgoingMail]:
    key = news[0].key
    lines = lines_of(news, {key: subject})
    # Subjects show on locked screens: nothing there that not everybody may read.
    is_private = any(one.is_private for one in news) or not is_public(subject)
    message = write_letter(
        "notice",
        {"lines": lines, "person": person, "reason": _reason(news)},
        subject=PRIVATE_SUBJECT if is_private else f"{lines[0].words} {lines[0].title}",
        stop=_stop_for(person, news),
        list_name="news",
        about=key,
    )
    message.to = [person.email]
    first = news[0]
    unique = f"notice {first.pk} {first.count}"
    return rows_for(message, kind=OutgoingMail.Kind.NOTICE, at=at, person=person, unique_key=unique)


def _stop_for(person: User, news: list[Notification]) -> stopping.Stop:
    followed = next((one.why_key for one in news if one.why_key and not one.is_for_me), None)
    if followed:
        return stopping.Stop(person.pk, stopping.FOLLOW, followed)
    return stopping.Stop(person.pk, stopping.AT_ONCE)


def _reason(news: list[Notification]) -> str:
    first = news[0]
    if first.is_for_me or not first.why_key:
        return "because it is for you"
    if any(one.is_private for one in news):
        # The name of a private thing that is followed would tell what the lines do not.
        return "because of what you follow"
    thing = fetch([first.why_key], first.person).get(first.why_key)
    return f"because you follow {name_of(thing)}" if thing else "because of what you follow"


def lines_of(news: Iterable[Notification], subjects: dict[Key, Model]) -> list[Line]:
    """The lines of a mail, without what cannot be seen any more; of private matters just a link."""
    return [_line(one, subjects[one.key]) for one in news if one.key in subjects]


def _line(news: Notification, subject: Model) -> Line:
    url = base_address() + reverse("notifications:open", args=[news.pk])
    if news.is_private:
        return Line("There is news for you:", "see it on the hub", url)
    return Line(sentence(news), name_of(subject), url)
