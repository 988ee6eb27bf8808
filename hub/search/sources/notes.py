"""Notes that mentor sites have made public: whoever sees the site's page sees its notes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from mentorsites.models import MentorSitePage, SiteNote

from ..audiences import audience_of
from ..kinds import NOTE
from .base import Draft, Source


class NoteSource(Source):
    name = "sitenote"

    def keys(self) -> Iterable[int]:
        return SiteNote.objects.order_by("pk").values_list("pk", flat=True)

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        notes = SiteNote.objects.published().filter(pk__in=list(keys), site__live=True)
        rows = list(notes.select_related("site").prefetch_related("topics", "site__jurisdictions"))
        audiences = {site: audience_of(site) for site in {note.site for note in rows}}
        return [_draft_of(note, audiences[note.site]) for note in rows]

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        sites = MentorSitePage.objects.visible_to(reader, at).order_by().values("pk")
        notes = SiteNote.objects.published().filter(pk__in=list(keys), site__in=sites)
        return set(notes.order_by().values_list("pk", flat=True))


def _draft_of(note: SiteNote, audience: str) -> Draft:
    site, topics = note.site, list(note.topics.all())
    places = list(site.jurisdictions.all())
    return Draft(
        object_id=note.pk,
        kind=NOTE,
        title=note.title,
        url=note.get_absolute_url(),
        # Whose it is stands first, as on the page.
        summary=f"{site.title}: {note.text}"[:600],
        keywords="\n".join([site.title, *(topic.name for topic in topics)]),
        text=note.text,
        audience=audience,
        visible_from=site.go_live_at,
        visible_until=site.expire_at,
        published_at=note.published_at,
        place_names=", ".join(place.name for place in places)[:500],
        is_sample=note.is_sample,
        facets={
            f"kind:{NOTE}",
            *(f"topic:{topic.slug}" for topic in topics),
            *(f"place:{place.slug}" for place in places),
            *([f"year:{note.published_at.year}"] if note.published_at else []),
        },
    )
