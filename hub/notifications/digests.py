"""What happened since the last one, once a day or week: only what nobody has read or mailed."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings as hub_settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.module_loading import import_string

from hub.accounts.models import User

from . import stopping
from .calendars import next_digest, period_of
from .letters import greeting_day, write_letter
from .mail import base_address, rows_for
from .models import Follow, MailSettings, Notification, OutgoingMail
from .notices import lines_of
from .subjects import fetch, only_visible

logger = logging.getLogger(__name__)
# People looked at in one round.
STEP = 20
MOST_LINES = 10
# Beyond it, more than anybody reads: the rest stays for the next one.
MOST_READ = 1000
# How long a digest that could not be written is rested from.
REST = timedelta(hours=1)


@dataclass(frozen=True)
class Section:
    """A part of a digest. Addresses begin with the hub's own."""

    title: str
    lines: Sequence[Any] = field(default_factory=tuple)
    more_url: str = ""
    more_words: str = ""


SectionMaker = Callable[[User, datetime, datetime], "Section | None"]


def make_due_digests(at: datetime) -> int:
    """Writes the digests that are due; returns how many had something to say."""
    due = MailSettings.objects.filter(next_digest_at__lte=at).select_related("person")
    return sum(_make_digest(one, at) for one in due.order_by("next_digest_at", "pk")[:STEP])


def _make_digest(settings: MailSettings, at: datetime) -> bool:
    try:
        with transaction.atomic():
            return _make(settings, at)
    except IntegrityError:
        # There was one for this day or week: what is new waits for the next.
        _plan_next(settings, at)
    except Exception:
        # One digest that cannot be written must not hold up everybody else's; it is tried again.
        logger.exception("A digest could not be written")
        later = MailSettings.objects.filter(pk=settings.pk, next_digest_at=settings.next_digest_at)
        later.update(next_digest_at=at + REST)
    return False


def _make(settings: MailSettings, at: datetime) -> bool:
    if not _plan_next(settings, at):
        return False
    person = settings.person
    if not person.is_active or person.is_suspended(at) or not settings.gets_mail:
        return False
    news = news_for(person)
    sections = sections_for(person, settings.told_until, at)
    if not news and not sections:
        _told(settings, at)
        return False
    (mail,) = _letter(settings, news, sections, at)
    mail.save(force_insert=True)
    Notification.objects.filter(pk__in=[one.pk for one in news]).update(
        mailed_at=at, mail=mail, mail_due_at=None
    )
    _told(settings, at)
    return True


def _plan_next(settings: MailSettings, at: datetime) -> bool:
    """Sets when the next one is due; False when another worker did so in this moment."""
    mine = MailSettings.objects.filter(pk=settings.pk, next_digest_at=settings.next_digest_at)
    return bool(mine.update(next_digest_at=next_digest(settings, after=at)))


def _told(settings: MailSettings, at: datetime) -> None:
    MailSettings.objects.filter(pk=settings.pk).update(told_until=at)


def news_for(person: User) -> list[Notification]:
    """What is unread, was not mailed and may be seen, for the person first, then the newest."""
    fresh = Notification.objects.of(person).unread().filter(only_visible(person), mailed_at=None)
    ordered = fresh.select_related("actor", "person").order_by("-is_for_me", "-updated_at", "-pk")
    muted = _muted(person)
    rows = ordered[:MOST_READ]
    return [one for one in rows if one.key not in muted and one.why_key not in muted]


def _muted(person: User) -> set[Any]:
    follows = Follow.objects.of(person).filter(level=Follow.Level.MUTE)
    return set(follows.values_list("content_type", "object_id"))


def sections_for(person: User, since: datetime, at: datetime) -> list[Section]:
    """What other rooms have to add; hub.settings names them."""
    makers: list[SectionMaker] = [import_string(name) for name in hub_settings.DIGEST_SECTIONS]
    made = [make(person, since, at) for make in makers]
    return [section for section in made if section is not None and section.lines]


def _letter(
    settings: MailSettings, news: list[Notification], sections: list[Section], at: datetime
) -> list[OutgoingMail]:
    person = settings.person
    here = at.astimezone(settings.zone)
    parts = _own_sections(person, news) + sections
    message = write_letter(
        "digest",
        {"sections": parts, "person": person, "day": greeting_day(here), "often": often(settings)},
        subject=f"Your {often(settings)} digest, {greeting_day(here)}",
        stop=stopping.Stop(person.pk, stopping.DIGEST),
        list_name="digest",
    )
    message.to = [person.email]
    return rows_for(
        message,
        kind=OutgoingMail.Kind.DIGEST,
        at=at,
        person=person,
        unique_key=f"digest {person.pk} {period_of(settings, at=at)}",
        told_since=settings.told_until,
    )


def often(settings: MailSettings) -> str:
    if settings.digest == MailSettings.Digest.DAILY:
        return "daily"
    return str(MailSettings.Weekday(settings.digest_weekday).label)


def _own_sections(person: User, news: list[Notification]) -> list[Section]:
    shown, rest = news[:MOST_LINES], len(news) - MOST_LINES
    subjects = fetch({one.key for one in shown}, person)
    for_me = lines_of([one for one in shown if one.is_for_me], subjects)
    others = lines_of([one for one in shown if not one.is_for_me], subjects)
    more = {
        "more_url": base_address() + reverse("notifications:list"),
        "more_words": f"And {rest} more on the hub" if rest > 0 else "",
    }
    sections = [Section("For you", for_me), Section("What you follow", others, **more)]
    if rest > 0 and not others:
        sections[0] = Section("For you", for_me, **more)
    return [section for section in sections if section.lines]
