"""Places: each has a page of its own on the hub, open to everyone."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.html import strip_tags

from hub.taxonomy.models import Jurisdiction

from ..kinds import PLACE
from .base import Draft, Source


class PlaceSource(Source):
    name = "place"

    def keys(self) -> Iterable[int]:
        return Jurisdiction.objects.order_by("pk").values_list("pk", flat=True)

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        places = Jurisdiction.objects.filter(pk__in=list(keys)).prefetch_related("parents")
        return [_draft_of(place) for place in places]

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        # A place is a fact, not a publication: everybody may see it, if it is still there.
        places = Jurisdiction.objects.filter(pk__in=list(keys)).order_by()
        return set(places.values_list("pk", flat=True))


def _draft_of(place: Jurisdiction) -> Draft:
    parents = list(place.parents.all())
    within = f" in {', '.join(parent.name for parent in parents)}" if parents else ""
    return Draft(
        object_id=place.pk,
        kind=PLACE,
        title=place.name,
        url=place.get_absolute_url(),
        summary=f"{place.get_kind_display()}{within}: its law, mentor sites and cases on one page.",
        keywords="\n".join([*place.aliases, place.postal]),
        text=strip_tags(place.overview.replace("<", " <")),
        place_names=place.name,
        facets={f"kind:{PLACE}", f"place:{place.slug}"},
    )
