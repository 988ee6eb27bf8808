"""The glossary's words, offered while somebody types; never the ones that only find."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from hub.taxonomy.models import GlossaryEntry

from ..kinds import WORD
from .base import Draft, Source


class WordSource(Source):
    name = "word"

    def keys(self) -> Iterable[int]:
        return GlossaryEntry.objects.order_by("pk").values_list("pk", flat=True)

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        entries = GlossaryEntry.objects.filter(pk__in=list(keys), is_shown=True)
        return [_draft_of(entry) for entry in entries]

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        entries = GlossaryEntry.objects.filter(pk__in=list(keys), is_shown=True).order_by()
        return set(entries.values_list("pk", flat=True))


def _draft_of(entry: GlossaryEntry) -> Draft:
    short = f" ({', '.join(entry.abbreviations)})" if entry.abbreviations else ""
    return Draft(
        object_id=entry.pk,
        kind=WORD,
        title=f"{entry.term}{short}"[:255],
        url=f"{reverse('home:glossary')}#{slugify(entry.term)}",
        summary=entry.definition[:600],
        is_listed=False,
    )
