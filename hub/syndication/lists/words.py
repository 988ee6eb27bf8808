"""What is the same for every reader: the glossary, the topics, the places."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify

from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Topic

from .base import CHUNK, ListFile, Row

TOPIC_COLUMNS = ("id", "url", "slug", "name", "definition")
PLACE_COLUMNS = (
    *("id", "url", "slug", "code", "name", "kind", "within", "postal", "fips"),
    *("ocd_division", "census_region", "census_division", "hhs_region"),
    *("population", "population_year"),
)
# Words that are only there to be found are never shown, and so never given.
GLOSSARY_COLUMNS = (
    *("id", "url", "term", "definition", "category", "abbreviations", "also_called"),
    *("say_instead", "see_also"),
)


def list_of_topics(request: HttpRequest) -> ListFile:
    return ListFile("topics", TOPIC_COLUMNS, _topics(request))


def _topics(request: HttpRequest) -> Iterator[Row]:
    for topic in Topic.objects.order_by("sort_order", "name", "pk").iterator(chunk_size=CHUNK):
        yield _own(topic, TOPIC_COLUMNS) | _address(topic, request)


def list_of_places(request: HttpRequest) -> ListFile:
    return ListFile("places", PLACE_COLUMNS, _places(request))


def _places(request: HttpRequest) -> Iterator[Row]:
    places = Jurisdiction.objects.by_name().prefetch_related("parents")
    for place in places.iterator(chunk_size=CHUNK):
        within = {"within": [parent.name for parent in place.parents.all()]}
        kind = {"kind": place.get_kind_display()}
        yield _own(place, PLACE_COLUMNS) | within | kind | _address(place, request)


def list_of_glossary(request: HttpRequest) -> ListFile:
    return ListFile("glossary", GLOSSARY_COLUMNS, _glossary(request))


def _glossary(request: HttpRequest) -> Iterator[Row]:
    page = request.build_absolute_uri(reverse("home:glossary"))
    entries = GlossaryEntry.objects.filter(is_shown=True).order_by("term", "pk")
    for entry in entries.iterator(chunk_size=CHUNK):
        yield _own(entry, GLOSSARY_COLUMNS) | {
            "url": f"{page}#{slugify(entry.term) or f'word-{entry.pk}'}",
            "also_called": entry.synonyms,
            "say_instead": entry.prefer,
        }


def _own(row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in columns if hasattr(row, name)}


def _address(row: Any, request: HttpRequest) -> dict[str, str]:
    return {"url": request.build_absolute_uri(row.get_absolute_url())}
