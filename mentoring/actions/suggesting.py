"""A site that cannot help names one that could."""

from datetime import datetime

from django.db import transaction

from hub.accounts.models import User
from mentorsites.models import MentorSitePage

from ..choosing import hindrance_of
from ..models import MentorRequest, Offer, WantedSite
from .answering import decline_offer
from .moving import locked


@transaction.atomic
def decline_and_suggest(
    offer: Offer, *, suggestion: MentorSitePage, reason: str, words: str, by: User, at: datetime
) -> Offer:
    """decline_offer(), and the suggested site comes after those that were chosen.

    It only does so if whoever asked lets the hub ask further and fewer than three are chosen, and
    the site can be asked; else it stays a word in the answer.
    """
    want_too(offer.request, site=suggestion, at=at)
    return decline_offer(offer, reason=reason, words=words, by=by, at=at)


@transaction.atomic
def want_too(request: MentorRequest, *, site: MentorSitePage, at: datetime) -> WantedSite | None:
    """Puts the site behind those that are wanted already; None when it must not be."""
    now = locked(request)
    ranks = dict(now.wanted_sites.values_list("site", "rank"))
    is_full = len(ranks) >= MentorRequest.MOST_SITES
    if is_full or site.pk in ranks or not now.asks_further or hindrance_of(now, site, at=at):
        return None
    rank = max(ranks.values(), default=0) + 1
    return WantedSite.objects.create(request=now, site=site, rank=rank)
