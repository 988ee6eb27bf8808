"""Keeps the search documents like the things they describe."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction

from .models import SearchDocument, SearchFacet
from .sources import SOURCES, Draft

# Few enough for one statement each way, many enough that a statement pays.
CHUNK = 200


def describe(source: str, keys: Iterable[int]) -> int:
    """Writes the documents of these things anew and removes those that are no longer findable.

    Returns how many there are now. Doing it twice changes nothing.
    """
    wanted = list(dict.fromkeys(keys))
    count = 0
    for at in range(0, len(wanted), CHUNK):
        count += _describe_chunk(source, wanted[at : at + CHUNK])
    return count


def describe_everything(source: str) -> int:
    """The same for all things of a source, and for documents of things that are gone."""
    there = set(SOURCES[source].keys())
    known = SearchDocument.objects.filter(source=source).values_list("object_id", flat=True)
    return describe(source, sorted(there | set(known)))


@transaction.atomic
def _describe_chunk(source: str, keys: list[int]) -> int:
    drafts = {draft.object_id: draft for draft in SOURCES[source].describe(keys)}
    known = {
        document.object_id: document
        for document in SearchDocument.objects.filter(
            source=source, object_id__in=keys
        ).prefetch_related("facets")
    }
    for key, document in known.items():
        if key not in drafts:
            document.delete()
    for key, draft in drafts.items():
        _write(source, draft, known.get(key))
    return len(drafts)


def _write(source: str, draft: Draft, document: SearchDocument | None) -> None:
    values = asdict(draft)
    facets: set[str] = values.pop("facets")
    if document is None:
        document = SearchDocument(source=source)
        before: dict[str, Any] = {}
    else:
        before = {name: getattr(document, name) for name in values}
        if before == values and facets == {facet.value for facet in document.facets.all()}:
            return
    for name, value in values.items():
        setattr(document, name, value)
    if document.pk:
        document.facets.exclude(value__in=facets).delete()
        facets -= set(document.facets.values_list("value", flat=True))
        _add_facets(document, facets)
        # Last, because saving tells the index, which takes the facets as they are then.
        document.save()
    else:
        document.save()
        _add_facets(document, facets)
        # An index that is written at once saw it without its facets.
        document.save()


def _add_facets(document: SearchDocument, values: set[str]) -> None:
    SearchFacet.objects.bulk_create(
        SearchFacet(document=document, value=value) for value in sorted(values)
    )
