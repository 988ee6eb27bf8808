"""A search for programs: JSON, an Atom feed, and the description by which browsers add it."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.atom import HubAtomFeed

from .. import engines
from ..asked import Asked
from ..draining import health, lateness
from ..finding import Results, find
from ..rows import Row
from .often import not_too_often


@require_safe
@not_too_often
def search_json(request: HttpRequest) -> JsonResponse:
    """Same parameters as the page. `next` is the address of the next page or null."""
    asked = Asked.read(request.GET)
    results = find(asked, reader=request.user)
    return JsonResponse(
        {
            "query": asked.query,
            "total": results.total,
            "is_partial": results.is_partial,
            "also_searched_for": results.also,
            "did_you_mean": results.correction or None,
            "results": [_as_json(request, row) for row in results.rows or []],
            "facets": {
                facet.name: {
                    option.value: {"label": option.label, "count": option.count}
                    for option in facet.options
                }
                for facet in results.facets
            },
            "next": _next(request, asked, results),
        }
    )


def _as_json(request: HttpRequest, row: Row) -> dict[str, Any]:
    document = row.document
    return {
        "kind": row.kind.label,
        "title": document.title,
        "summary": document.summary,
        "url": request.build_absolute_uri(document.url),
        "places": document.place_names,
        "published_at": document.published_at,
        "reviewed_on": document.reviewed_on,
        "is_sample": document.is_sample,
    }


def _next(request: HttpRequest, asked: Asked, results: Results) -> str | None:
    if not results.has_next:
        return None
    address = f"{request.path}?{asked.address()}&page={asked.page + 1}"
    return request.build_absolute_uri(address)


class SearchFeed(Feed):
    """The newest twenty things that fit a search, for feed readers."""

    feed_type = HubAtomFeed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parameters = request.GET.copy()
        parameters["sort"] = "newest"
        parameters.pop("page", None)
        asked = Asked.read(parameters)
        # A feed reader signs in as nobody; with a session it shows what that session may see.
        results = find(asked, reader=request.user, at=timezone.now())
        return {"asked": asked, "rows": results.rows or []}

    def title(self, found: dict[str, Any]) -> str:
        query = found["asked"].query
        return f"Co-Responder Hub: {query}" if query else "Co-Responder Hub: new here"

    def link(self, found: dict[str, Any]) -> str:
        return f"/search/?{found['asked'].address()}"

    def items(self, found: dict[str, Any]) -> list[Row]:
        return found["rows"]

    def item_title(self, item: Row) -> str:
        return item.document.title

    def item_description(self, item: Row) -> str:
        return item.document.summary

    def item_link(self, item: Row) -> str:
        return item.document.url

    def item_pubdate(self, item: Row) -> Any:
        return item.document.published_at

    def item_updateddate(self, item: Row) -> Any:
        return item.document.published_at

    def item_categories(self, item: Row) -> tuple[str, ...]:
        return (item.kind.label,)


@require_safe
@not_too_often
def search_feed(request: HttpRequest) -> HttpResponseBase:
    return SearchFeed()(request)


@require_safe
def status(request: HttpRequest) -> JsonResponse:
    """For operators: which engine answers, how many documents it has, how late it is."""
    return JsonResponse({"engine": engines.current().name, **lateness(), **health()})


@require_safe
def describe_for_browsers(request: HttpRequest) -> HttpResponse:
    """An OpenSearch 1.1 description document: browsers offer to add the hub's search."""
    context = {"base": request.build_absolute_uri("/").rstrip("/")}
    kind = "application/opensearchdescription+xml"
    return render(request, "search/opensearch.xml", context, content_type=kind)
