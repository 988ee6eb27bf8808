"""A part of a list: so many from a number on, or from an id on, and where it continues."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from hub.resources.paging import COUNTED

from .asking import LARGEST_ID, LAST_OFFSET, order_of, ordered, whole_number

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 100


class BoundedPagination(BasePagination):
    def paginate_queryset(self, queryset: QuerySet, request: Any, view: Any = None) -> list[Any]:
        asked = request.GET
        self.request, order = request, order_of(asked)
        limit = whole_number(asked, "limit", default=DEFAULT_LIMIT, most=LARGEST_LIMIT)
        offset = whole_number(asked, "offset", default=0, most=LAST_OFFSET)
        after = whole_number(asked, "after", default=0, most=LARGEST_ID)
        # A longer list says that it is longer, for the same price however long it is.
        self.total = queryset.order_by()[: COUNTED + 1].count()
        if after and order == "id":
            queryset = queryset.filter(pk__gt=after)
        rows = list(ordered(queryset, order)[offset : offset + limit + 1])
        self.next = self._next(rows[:limit], order, offset + limit) if len(rows) > limit else None
        return rows[:limit]

    def _next(self, rows: list[Any], order: str, offset: int) -> str | None:
        parameters = self.request.GET.copy()
        for name in ("offset", "after"):
            parameters.pop(name, None)
        if order == "id" and rows:
            parameters["after"] = str(rows[-1].pk)
        else:
            # Beyond the last offset it leads to the message that says how to go on.
            parameters["offset"] = str(offset)
        return _address(self.request, parameters.urlencode())

    def get_paginated_response(self, data: Any) -> Response:
        meta = {
            "total_count": min(self.total, COUNTED),
            "total_is_exact": self.total <= COUNTED,
            "next": self.next,
        }
        return Response({"meta": meta, "items": data})


def _address(request: HttpRequest, query: str) -> str:
    return request.build_absolute_uri(f"{request.path}?{query}")
