"""Every night: are the stored figures those that counting gives?"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce

from .actions.states import settle
from .actions.tally import recount_forum
from .models import Forum, Post, Thread

logger = logging.getLogger(__name__)
# Older threads were looked at on earlier nights.
LOOKED_AT = timedelta(days=2)
STEP = 500


def recount_forums(at: datetime) -> dict[str, int]:
    """Counts forums and lately moved threads anew; returns and logs what was off, by name."""
    off = {f"thread {pk}": 1 for pk in _threads_off(at)}
    for forum in Forum.objects.in_order():
        for name, difference in recount_forum(forum).items():
            off[f"{forum.slug} {name}"] = difference
    if off:
        logger.warning("Figures of the forums were off and are right now: %s", off)
    return off


def _threads_off(at: datetime) -> list[int]:
    """Settles the threads whose counters differ from their posts, and tells which those were."""
    live = Q(posts__state=Post.State.LIVE)
    lately = Thread.objects.filter(bumped_at__gte=at - LOOKED_AT).annotate(
        replies=Count("posts", filter=live & Q(posts__number__gt=1)),
        last=Coalesce(Max("posts__number", filter=live), 0),
    )
    differing = lately.filter(~Q(reply_count=F("replies")) | ~Q(last_number=F("last")))
    numbers = list(differing.order_by("pk").values_list("pk", flat=True)[:STEP])
    for pk in numbers:
        with transaction.atomic():
            settle(Thread.objects.select_for_update().get(pk=pk))
    return numbers
