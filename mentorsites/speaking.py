"""What the forums ask of mentor sites: who speaks for one, and which questions were put to it.

Named in the settings (FORUMS_SPEAKERS, FORUMS_SPOKEN, FORUMS_ASKED): forums know nothing of sites.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from forums.models import Post, Thread
from forums.permissions import can_write
from hub.notifications.models import Notification

from .actions.asking import settle_ask
from .asking import MAY_STILL_ANSWER, MOST_AT_ONCE
from .models import MentorSitePage, SiteAsk, SiteManager
from .permissions import INVITE, sites_kept_by

State = SiteAsk.State


@dataclass(frozen=True)
class AskRow:
    """One site that was asked, as the thread's page tells it to this reader."""

    ask: SiteAsk
    # Whether the reader acts for the site.
    is_mine: bool
    # Whether the reader may take it back.
    may_withdraw: bool
    answer_url: str = ""
    write_url: str = ""


@dataclass
class Asked:
    """What stands beside a question. `speakers` are the sites that the reader may write for."""

    rows: list[AskRow] = field(default_factory=list)
    speakers: list[MentorSitePage] = field(default_factory=list)
    # Where the question can be offered to a (further) site; nothing for who may not.
    offer_url: str = ""
    # Somebody passed or was silent, and nobody else is asked.
    needs_another: bool = False
    # What the reader was told of and sees now.
    news: list[SiteAsk] = field(default_factory=list)


def asked_of(thread: Thread, reader: Any, *, leads: bool, at: datetime) -> Asked | None:
    """One statement; None when there is nothing to show."""
    asks = list(_asks_of(thread, reader, at=at))
    may_offer = not thread.is_locked and _may_offer(reader, leads, at=at)
    shown = [ask for ask in asks if ask.state != State.SILENT or may_offer or ask.is_mine]
    taken = [ask for ask in asks if ask.state in (State.OPEN, State.ANSWERED)]
    has_room = may_offer and len(taken) < MOST_AT_ONCE
    if not shown and not has_room:
        return None
    return Asked(
        rows=[_row(ask, thread, may_offer) for ask in shown],
        speakers=[ask.site for ask in asks if ask.is_mine],
        offer_url=reverse("mentorsites:offer", args=[thread.pk]) if has_room else "",
        needs_another=bool(shown) and not taken,
        news=[ask for ask in shown if ask.is_news],
    )


def _asks_of(thread: Thread, reader: Any, *, at: datetime) -> Any:
    """The asks in a thread that the reader reads, to sites that they see."""
    mine = SiteManager.objects.none()
    if reader.is_authenticated:
        mine = SiteManager.objects.of(reader).able(at).filter(site=OuterRef("site"))
    asks: QuerySet = SiteAsk.objects.filter(
        thread=thread,
        state__in=MAY_STILL_ANSWER,
        site__in=MentorSitePage.objects.visible_to(reader, at).order_by().values("pk"),
    )
    asks = asks.select_related("site", "answer").only(
        *(
            "thread site state reply_by reason closed_at offered_at "
            "site__title site__slug site__url_path site__path site__depth "
            "answer__thread answer__number answer__state"
        ).split()
    )
    is_news = Exists(_unread(reader)) if reader.is_authenticated else Value(False)
    return asks.annotate(is_mine=Exists(mine), is_news=is_news).order_by("offered_at", "pk")


def _unread(reader: Any) -> Any:
    lines = Notification.objects.filter(person=reader.pk, read_at=None, subject_id=OuterRef("pk"))
    # By its names: to ask for the type's number could be a statement of its own.
    return lines.filter(
        subject_type__app_label=SiteAsk._meta.app_label,
        subject_type__model=SiteAsk._meta.model_name,
    )


def _may_offer(reader: Any, leads: bool, *, at: datetime) -> bool:
    """As permissions.can_offer_question(), of what the thread's page knows already."""
    return can_write(reader, at=at) and (leads or reader.has_perm(INVITE))


def _row(ask: Any, thread: Thread, may_offer: bool) -> AskRow:
    write_url = reverse("forums:reply", args=[thread.pk, thread.slug])
    has_answer = ask.state == State.ANSWERED and ask.answer is not None
    return AskRow(
        ask,
        is_mine=ask.is_mine,
        may_withdraw=may_offer and ask.state == State.OPEN,
        answer_url=ask.answer.get_absolute_url() if has_answer else "",
        write_url=f"{write_url}?as={ask.site_id}",
    )


def pages_spoken_for(person: Any, thread: Thread) -> list[Page]:
    """The sites that `person` acts for and that were asked in `thread`. One statement."""
    asked = SiteAsk.objects.filter(thread=thread, state__in=MAY_STILL_ANSWER)
    sites: Any = sites_kept_by(person, at=timezone.now()).filter(pk__in=asked.values("site"))
    return list(sites.visible_to(person).order_by("title", "pk"))


def note_answer(post: Post, *, at: datetime) -> None:
    """A post for a site came, went or came back: its ask follows."""
    ask = SiteAsk.objects.filter(thread=post.thread_id, site=post.speaks_for_id).first()
    if ask is not None:
        settle_ask(ask, at=at)
