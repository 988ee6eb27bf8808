"""Telling people: one line per person and thing, however many ways lead to it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from hub.accounts.models import User

from ..models import Follow, Notification
from ..models.follows import Key
from ..subjects import key_of, readers_among

# How long a mail waits for more news of the same thing, and for being read on the hub.
MAIL_WAITS = timedelta(minutes=10)
# People told in one go: the number of statements grows with these steps, not with people.
STEP = 500


@dataclass(frozen=True)
class News:
    """What happened."""

    kind: str
    key: Key
    by: User | None
    at: datetime
    is_for_me: bool = False
    is_private: bool = False


@dataclass(frozen=True)
class Told:
    """How one person is told of it: why, and whether by mail."""

    why: Key | None
    by_mail: bool


@transaction.atomic
def notify(
    people: Iterable[User],
    *,
    kind: str,
    subject: Model,
    by: User | None = None,
    at: datetime,
    why: Model | None = None,
    is_for_me: bool = False,
    is_private: bool = False,
) -> int:
    """Tells these people of `subject` and returns how many were told.

    Left out are `by`, who may not see it, who muted it, and who is not here any more. Mail follows
    when it is for them (`is_for_me`) or when they follow it by mail.
    """
    key = key_of(subject)
    news = News(kind, key, by, at, is_for_me, is_private)
    why_key = key_of(why) if why else None
    told = 0
    for numbers in _in_steps(person.pk for person in people):
        levels = dict(
            Follow.objects.to_any([key]).filter(person__in=numbers).values_list("person", "level")
        )
        tellable = _tellable(User.objects.filter(pk__in=numbers), subject, news)
        told += _tell(
            {
                number: Told(why_key, is_for_me or levels.get(number) == Follow.Level.FOLLOW)
                for number in tellable
                if levels.get(number) != Follow.Level.MUTE
            },
            news,
        )
    return told


@transaction.atomic
def announce(
    subject: Model,
    *,
    to_followers_of: Sequence[Model],
    kind: str,
    by: User | None,
    at: datetime,
    is_private: bool = False,
    already_told: Collection[int] = (),
) -> int:
    """Tells everybody who follows `subject` or one of these things; returns how many were told.

    Each person gets one line, whatever number of followed things led to it: the one they follow
    most closely is given as the reason. A mute on any of them, or on `subject`, wins. Left out is
    who was `already_told` of it in another way.
    """
    news = News(kind, key_of(subject), by, at, is_private=is_private)
    keys = list(dict.fromkeys([*map(key_of, to_followers_of), news.key]))
    told = 0
    for follows in _by_person_in_steps(Follow.objects.to_any(keys)):
        ways = {person: _how(levels, keys) for person, levels in follows.items()}
        wanted = {person: way for person, way in ways.items() if way and person not in already_told}
        people = User.objects.filter(pk__in=wanted)
        tellable = _tellable(people, subject, news) if wanted else set()
        told += _tell({one: way for one, way in wanted.items() if one in tellable}, news)
    return told


def _how(levels: dict[Key, str], keys: list[Key]) -> Told | None:
    """How somebody who follows these things is told; None when not at all."""
    followed = [key for key in keys if key in levels]
    chosen = [levels[key] for key in followed]
    if Follow.Level.MUTE in chosen:
        return None
    by_mail = [key for key in followed if levels[key] == Follow.Level.FOLLOW]
    return Told((by_mail or followed)[0], bool(by_mail))


def _by_person_in_steps(follows: QuerySet[Follow]) -> Iterator[dict[int, dict[Key, str]]]:
    """Who follows which of the things at which level, for a step of people at a time."""
    last = 0
    while True:
        ordered = follows.filter(person__gt=last).order_by("person").values_list("person")
        people = [number for (number,) in ordered.distinct()[:STEP]]
        if not people:
            return
        step: dict[int, dict[Key, str]] = {}
        rows = follows.filter(person__gt=last, person__lte=people[-1])
        for person, type_id, number, level in rows.values_list(
            "person", "content_type", "object_id", "level"
        ):
            step.setdefault(person, {})[type_id, number] = level
        yield step
        if len(people) < STEP:
            return
        last = people[-1]


def _in_steps(numbers: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(dict.fromkeys(numbers))
    while step := list(islice(waiting, STEP)):
        yield step


def _tellable(people: QuerySet[User], subject: Model, news: News) -> set[int]:
    here = people.filter(
        Q(suspended_until=None) | Q(suspended_until__lte=news.at), is_active=True, left_at=None
    )
    if news.by is not None:
        here = here.exclude(pk=news.by.pk)
    return readers_among(here, subject, at=news.at)


def _tell(people: dict[int, Told], news: News) -> int:
    """Raises the count of the unread lines about it, then adds the lines that are missing."""
    if not people:
        return 0
    known = _raise_counts(people, news)
    missing = [_line(person, told, news) for person, told in people.items() if person not in known]
    try:
        with transaction.atomic():
            Notification.objects.bulk_create(missing)
    except IntegrityError:
        # Somebody else told one of them in this very moment: now one by one.
        for line in missing:
            _tell_one(line, people, news)
    return len(people)


def _tell_one(line: Notification, people: dict[int, Told], news: News) -> None:
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError:
        _raise_counts({line.person_id: people[line.person_id]}, news)


def _raise_counts(people: dict[int, Told], news: News) -> set[int]:
    """What is unread tells of this as well; returns whose lines those are."""
    lines = _unread(people, news)
    known = set(lines.values_list("person", flat=True))
    if not known:
        return known
    lines.update(
        count=F("count") + 1,
        updated_at=Greatest("updated_at", Value(news.at)),
        actor=news.by,
        # What was mailed before did not hold this: the digest may tell of it.
        mailed_at=None,
        **({"is_for_me": True} if news.is_for_me else {}),
        **({"is_private": True} if news.is_private else {}),
    )
    by_mail = [person for person in known if people[person].by_mail]
    if by_mail:
        # A second mail about something unread only when it is for the person.
        due = _unread(by_mail, news).filter(Q(mail=None) | Q(is_for_me=True))
        due.update(mail_due_at=Coalesce("mail_due_at", Value(news.at + MAIL_WAITS)))
    return known


def _unread(people: Iterable[int], news: News) -> QuerySet[Notification]:
    type_id, number = news.key
    return Notification.objects.unread().filter(
        person__in=list(people), kind=news.kind, subject_type=type_id, subject_id=number
    )


def _line(person: int, told: Told, news: News) -> Notification:
    (type_id, number), (why_type, why_id) = news.key, told.why or (None, None)
    return Notification(
        person_id=person,
        kind=news.kind,
        subject_type_id=type_id,
        subject_id=number,
        actor=news.by,
        why_type_id=why_type,
        why_id=why_id,
        is_for_me=news.is_for_me,
        is_private=news.is_private,
        created_at=news.at,
        updated_at=news.at,
        mail_due_at=news.at + MAIL_WAITS if told.by_mail else None,
    )
