"""Pages of news and of followed things: from one key to the next, whatever was added meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from hub.accounts.models import User

from .models import Follow, Notification
from .models.follows import Key
from .subjects import address_of, fetch, heading_for, icon_for, kind_of, name_of, only_visible
from .words import ICONS, sentence

ROWS = 30
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class NewsLine:
    """One line of news as the list shows it."""

    news: Notification
    words: str
    icon: str
    title: str
    why: str = ""
    why_kind: str = ""
    why_id: int = 0


@dataclass
class NewsGroup:
    """What is new about one thing."""

    title: str
    lines: list[NewsLine] = field(default_factory=list)


@dataclass
class Day:
    """Today, or before."""

    heading: str
    groups: list[NewsGroup] = field(default_factory=list)


@dataclass(frozen=True)
class NewsPage:
    days: list[Day]
    # What the address of the next page ends with; nothing on the last.
    older: str


def news_page(reader: User, *, only_for_me: bool, before: str, at: datetime) -> NewsPage:
    """One page of what `reader` was told, newest first, in a fixed number of statements."""
    rows = Notification.objects.of(reader).filter(only_visible(reader)).select_related("actor")
    if only_for_me:
        rows = rows.filter(is_for_me=True)
    taken = list(_after(rows.newest_first(), before)[: ROWS + 1])
    shown = taken[:ROWS]
    whys = [one.why_key for one in shown if one.why_key]
    things = fetch({*(one.key for one in shown), *whys}, reader)
    lines = [_news_line(one, things) for one in shown if one.key in things]
    return NewsPage(_by_day(lines, at), _key_of(shown[-1]) if len(taken) > ROWS else "")


def unread_for(reader: Any) -> int:
    """How much that is for `reader` they have not read.

    None for a visitor; one statement when there is nothing, as on nearly every page; else two: the
    question of what they may see is put for the types only of which there is news.
    """
    if not reader.is_authenticated:
        return 0
    unread = Notification.objects.of(reader).unread().filter(is_for_me=True)
    types = list(unread.order_by().values_list("subject_type", flat=True).distinct())
    return unread.filter(only_visible(reader, types)).count() if types else 0


def _after(rows: QuerySet[Notification], before: str) -> QuerySet[Notification]:
    moment, _, number = before.partition("-")
    # Both fit their columns, or it is no key of ours.
    if not (moment.isdecimal() and number.isdecimal() and len(moment) < 18 and len(number) < 18):
        return rows
    at, pk = EPOCH + timedelta(microseconds=int(moment)), int(number)
    return rows.filter(Q(updated_at__lt=at) | Q(updated_at=at, pk__lt=pk))


def _key_of(news: Notification) -> str:
    return f"{(news.updated_at - EPOCH) // timedelta(microseconds=1)}-{news.pk}"


def _news_line(news: Notification, things: dict[Key, Model]) -> NewsLine:
    why = things.get(news.why_key) if news.why_key and not news.is_for_me else None
    return NewsLine(
        news=news,
        words=sentence(news),
        icon=ICONS[news.kind],
        title=name_of(things[news.key]),
        why=name_of(why) if why else "",
        why_kind=kind_of(why) if why else "",
        why_id=why.pk if why else 0,
    )


def _by_day(lines: Sequence[NewsLine], at: datetime) -> list[Day]:
    today = timezone.localdate(at)
    days: list[Day] = []
    for heading, is_wanted in (("Today", True), ("Earlier", False)):
        groups: dict[Key, NewsGroup] = {}
        for line in lines:
            if (timezone.localdate(line.news.updated_at) == today) == is_wanted:
                groups.setdefault(line.news.key, NewsGroup(line.title)).lines.append(line)
        if groups:
            days.append(Day(heading, list(groups.values())))
    return days


@dataclass(frozen=True)
class FollowedThing:
    """One followed thing as the list shows it."""

    follow: Follow
    title: str
    url: str
    kind: str


@dataclass
class FollowedKind:
    heading: str
    icon: str
    things: list[FollowedThing] = field(default_factory=list)


@dataclass(frozen=True)
class FollowedPage:
    kinds: list[FollowedKind]
    further: str


def followed_page(reader: User, *, after: str) -> FollowedPage:
    """One page of what `reader` follows and may see, by kind, the latest follow first."""
    rows = Follow.objects.of(reader).order_by("content_type", "-pk")
    kind, _, number = after.partition("-")
    if kind.isdecimal() and number.isdecimal() and len(kind) < 10 and len(number) < 18:
        last, type_id = int(number), int(kind)
        rows = rows.filter(Q(content_type__gt=type_id) | Q(content_type=type_id, pk__lt=last))
    taken = list(rows[: ROWS + 1])
    shown = taken[:ROWS]
    things = fetch([one.key for one in shown], reader)
    further = f"{shown[-1].content_type_id}-{shown[-1].pk}" if len(taken) > ROWS else ""
    return FollowedPage(_by_kind(shown, things), further)


def _by_kind(follows: Sequence[Follow], things: dict[Key, Model]) -> list[FollowedKind]:
    kinds: dict[int, FollowedKind] = {}
    for one in follows:
        # Followers who lost access keep their follow: it comes back with their access.
        thing = things.get(one.key)
        if thing is None:
            continue
        model = ContentType.objects.get_for_id(one.content_type_id).model_class() or type(thing)
        kind = kinds.setdefault(
            one.content_type_id, FollowedKind(heading_for(model), icon_for(model))
        )
        kind.things.append(FollowedThing(one, name_of(thing), address_of(thing), kind_of(thing)))
    return list(kinds.values())
