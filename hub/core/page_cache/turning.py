"""Pages also appear and expire by the clock, without anybody writing anything."""

from datetime import datetime

from django.core.cache import caches
from django.db.models import Min, Q
from wagtail.models import Page

from .editions import edition

FAR = 86_400


def seconds_until_next_turn(at: datetime) -> int:
    """Whole seconds, rounded down, until a page begins or ceases to be visible by the clock.

    Asked of the database once for each edition and day; any change of a schedule is a new edition.
    """
    key = f"turn:{edition()}:{at:%Y-%m-%d}"
    turn = caches["pages"].get(key)
    if turn is None:
        turn = _next_turn(at)
        caches["pages"].set(key, turn, FAR)
    if turn and turn <= at:
        # It has come; what follows it is asked anew.
        turn = _next_turn(at)
        caches["pages"].set(key, turn, FAR)
    return int((turn - at).total_seconds()) if turn else FAR


def _next_turn(at: datetime) -> datetime | bool:
    moments = Page.objects.filter(Q(expire_at__gt=at) | Q(go_live_at__gt=at)).aggregate(
        expiry=Min("expire_at", filter=Q(expire_at__gt=at)),
        opening=Min("go_live_at", filter=Q(go_live_at__gt=at)),
    )
    return min((moment for moment in moments.values() if moment), default=False)
