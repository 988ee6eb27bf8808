"""What time does to questions that wait for a site. Safe to run twice, late, or on two machines."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from forums.models import Post, Thread

from .actions.asking import tell_askers, tell_keepers
from .models import SiteAsk
from .models.notes import SiteAskQuerySet

logger = logging.getLogger(__name__)
REMINDED_AFTER = timedelta(days=3)
# Asks looked at in one round; the next round takes the others.
STEP = 200


def tend_asks(at: datetime) -> int:
    """Takes back what nobody can answer, reminds on day 3, gives up on day 7. Returns how many."""
    steps = ((_unanswerable(), _give_up), (_silent(at), _fall_silent), (_to_remind(at), _remind))
    return sum(_tried(pk, act, at) for asks, act in steps for pk in _numbers(asks))


def _numbers(asks: SiteAskQuerySet) -> list[int]:
    return list(asks.order_by("pk").values_list("pk", flat=True)[:STEP])


def _tried(pk: int, act: Callable[[int, datetime], bool], at: datetime) -> bool:
    # What fails for one ask must not keep the others waiting; the next round tries again.
    try:
        return act(pk, at)
    except Exception:
        logger.exception("Tending ask %s failed", pk)
        return False


def _unanswerable() -> SiteAskQuerySet:
    gone = ~Q(thread__state=Thread.State.LIVE) | Q(thread__locked_at__isnull=False)
    return SiteAsk.objects.open().filter(gone)


def _silent(at: datetime) -> SiteAskQuerySet:
    return _without_answer_in_review(SiteAsk.objects.open().filter(reply_by__lte=at))


# The statements that write ask these conditions again: one machine only reminds or gives up.
def _to_remind(at: datetime) -> SiteAskQuerySet:
    due = {"offered_at__lte": at - REMINDED_AFTER, "reminded_at": None, "reply_by__gt": at}
    return _without_answer_in_review(SiteAsk.objects.open().filter(**due))


def _without_answer_in_review(asks: SiteAskQuerySet) -> SiteAskQuerySet:
    """A site that has written and waits for a moderator is not late."""
    held = Post.objects.filter(
        thread=OuterRef("thread"), speaks_for=OuterRef("site"), state=Post.State.HELD
    )
    return asks.filter(~Exists(held))


@transaction.atomic
def _give_up(pk: int, at: datetime) -> bool:
    return _turned(_unanswerable(), pk, SiteAsk.State.WITHDRAWN, at) is not None


@transaction.atomic
def _fall_silent(pk: int, at: datetime) -> bool:
    ask = _turned(_silent(at), pk, SiteAsk.State.SILENT, at)
    if ask is None:
        return False
    tell_askers(ask, at=at)
    return True


@transaction.atomic
def _remind(pk: int, at: datetime) -> bool:
    if not _to_remind(at).filter(pk=pk).update(reminded_at=at):
        return False
    tell_keepers(_read(pk), at=at)
    return True


def _turned(asks: SiteAskQuerySet, pk: int, state: str, at: datetime) -> SiteAsk | None:
    """The ask in its new state, unless it is none of `asks` any more: somebody was faster."""
    if not asks.filter(pk=pk).update(state=state, closed_at=at):
        return None
    return _read(pk)


def _read(pk: int) -> SiteAsk:
    asks = SiteAsk.objects.select_related("thread__forum", "thread__author", "offered_by", "site")
    return asks.get(pk=pk)
