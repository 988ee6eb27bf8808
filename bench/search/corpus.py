"""The made-up documents in a database, with or without the pages that they stand for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import transaction

from bench.world import build_hub, fill_shelf
from hub.search.models import IndexChange, SearchDocument, SearchFacet, SourceChange
from hub.taxonomy.models import Term
from practices.models import PracticePage

from .words import DISCIPLINES, Written, written

CHUNK = 1_000
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)


@transaction.atomic
def build_pages(count: int) -> list[int]:
    """Published practices for readers to be allowed to see; their keys."""
    shelf = build_hub()
    Term.objects.bulk_create(
        Term(vocabulary="discipline", slug=slug, label=slug.title()) for slug in DISCIPLINES
    )
    fill_shelf(shelf, count)
    return list(PracticePage.objects.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def build_documents(count: int, keys: list[int] | None = None) -> None:
    """`count` search documents, of the pages with these keys if there are any."""
    SearchDocument.objects.all().delete()
    documents = written(count)
    while chunk := list(islice(documents, CHUNK)):
        made = SearchDocument.objects.bulk_create(
            _document(one, keys[one.number] if keys else one.number + 1) for one in chunk
        )
        SearchFacet.objects.bulk_create(
            facet for one, document in zip(chunk, made, strict=True) for facet in _of(one, document)
        )
    # Nothing waits to be described anew: the documents are what is measured, not the pages.
    SourceChange.objects.all().delete()
    IndexChange.objects.all().delete()


def _document(one: Written, key: int) -> SearchDocument:
    return SearchDocument(
        source="page",
        object_id=key,
        kind=one.facets["kind"],
        title=one.title,
        summary=one.summary,
        text=one.text,
        url=f"/documents/{one.number}/",
        published_at=FIRST_DAY + timedelta(minutes=one.number * 7919 % 3_000_000),
    )


def _of(one: Written, document: SearchDocument) -> Iterator[SearchFacet]:
    for name, value in one.facets.items():
        yield SearchFacet(document=document, value=f"{name}:{value}")
