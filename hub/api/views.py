"""Everything published, for programs: Wagtail's API, behind our gate and for nobody in particular.

Nothing here looks at who asks. Only the fields that page classes name in `api_fields` go out.
"""

from typing import Any

from django.http import Http404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import classproperty
from django.utils.http import http_date
from rest_framework.exceptions import Throttled
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError, parse_fields_parameter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from hub.accounts.limits import allow, network_key
from hub.core.conditional import shared
from hub.core.routing import complete, site_of
from hub.core.visibility import NOBODY, visible_pages

from .asking import changed_since, check_fields, check_names
from .facets import facets_of, narrowed
from .fields import PublishedSerializer
from .pagination import BoundedPagination
from .types import long_fields, model_named, published_types, with_fields

OWN_META = ["type", "detail_url", "html_url", "slug", "uuid"]
MOMENTS = ["first_published_at", "last_published_at", "changed_at"]
ASKED = frozenset({"type", "updated_since", "order", "limit", "offset", "after", "fields"})
SEARCH_INSTEAD = "search is elsewhere: /search.json?q=words, with the same facets"


class AlwaysJSON(BaseContentNegotiation):
    """Whatever a browser would rather have."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0] if parsers else None

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class PublishedPages(PagesAPIViewSet):
    """`pages/` and `pages/<id>/`. Without `type` the list holds every published thing."""

    model = Page
    base_serializer_class = PublishedSerializer
    pagination_class = BoundedPagination
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AlwaysJSON
    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    filter_backends: list[Any] = []
    http_method_names = ["get", "head"]
    meta_fields = [*OWN_META, *MOMENTS]
    _cached_object: Page

    @classmethod
    def as_view(cls, actions: Any = None, **options: Any) -> Any:
        return shared(super().as_view(actions, **options))

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<int:pk>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]

    @classproperty
    def detail_only_fields(cls) -> list[str]:
        models: Any = published_types().values()
        return sorted(set().union(*(long_fields(model) for model in models)))

    @classmethod
    def get_detail_default_fields(cls, model: Any) -> list[str]:
        return cls.get_available_fields(model)

    @classmethod
    def get_listing_default_fields(cls, model: Any) -> list[str]:
        return [name for name in cls.get_available_fields(model) if name not in long_fields(model)]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if refusal := allow("api", network_key(request), at=timezone.now()):
            raise Throttled(wait=refusal.seconds, detail=refusal.words)
        # For every address that is written below, the site is asked for once and kept a while.
        site_of(request._request)
        check_fields(request.GET.get("fields", ""))

    def get_base_queryset(self) -> Any:
        return visible_pages(Page.objects.filter(depth__gte=2), NOBODY)

    def get_queryset(self) -> Any:
        asked = self.request.GET
        model = model_named(asked.get("type", ""))
        pages = narrowed(with_fields(model.objects.visible_to(NOBODY)), asked)
        return changed_since(pages, asked.get("updated_since", ""))

    def get_object(self) -> Page:
        if hasattr(self, "_cached_object"):
            return self._cached_object
        page = self.get_base_queryset().filter(pk=self.kwargs["pk"]).first()
        if page is None or page.specific_class not in published_types().values():
            raise Http404("There is no such page, or not for everybody.")
        self._cached_object = complete(page)
        return self._cached_object

    def get_serializer_class(self) -> Any:
        asked, is_list = self.request.GET, self.action == "listing_view"
        model = model_named(asked.get("type", "")) if is_list else type(self.get_object())
        try:
            fields = parse_fields_parameter(asked["fields"]) if asked.get("fields") else []
        except ValueError as error:
            raise BadRequestError(f"fields: {error}") from error
        router = self.request.wagtailapi_router
        return self._get_serializer_class(router, model, fields, show_details=not is_list)

    def listing_view(self, request: Any) -> Response:
        if "search" in request.GET:
            raise BadRequestError(SEARCH_INSTEAD)
        model: Any = model_named(request.GET.get("type", ""))
        check_names(list(request.GET), ASKED | set(facets_of(model)))
        rows = self.paginate_queryset(self.get_queryset())
        answer = self.get_paginated_response(self.get_serializer(rows, many=True).data)
        return _dated(answer, rows)

    def detail_view(self, request: Any, pk: int) -> Response:
        check_names(list(request.GET), frozenset({"fields"}))
        page = self.get_object()
        return _dated(Response(self.get_serializer(page).data), [page])

    def handle_exception(self, exc: Exception) -> Response:
        answer = super().handle_exception(exc)
        if isinstance(answer.data, dict) and "detail" in answer.data:
            answer.data = {"message": str(answer.data["detail"])}
        return answer


def _dated(answer: Response, pages: list[Page]) -> Response:
    moments = [page.last_changed for page in pages if page.last_changed]
    if moments:
        answer.headers["Last-Modified"] = http_date(max(moments).timestamp())
    return answer
