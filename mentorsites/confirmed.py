"""Who said that a profile is still right: those who keep the site, or the network for them."""

from collections.abc import Iterable

from django.db.models import Q

from .models import SiteCare, SiteManager


def confirmed_by_their_site(cares: Iterable[SiteCare]) -> set[int]:
    """The sites, by number, whose last yes came from somebody who kept the site at that time."""
    told = Q()
    for care in cares:
        if care.confirmed_by_id is not None:
            told |= Q(
                Q(ended_at=None) | Q(ended_at__gte=care.confirmed_at),
                site=care.site_id,
                person=care.confirmed_by_id,
                began_at__lte=care.confirmed_at,
            )
    return set(SiteManager.objects.filter(told).values_list("site", flat=True)) if told else set()
