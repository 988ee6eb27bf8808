from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail.fields import RichTextField

from hub.core.models import BaseIndexPage
from hub.core.structured_data import Shown

from .queryset import ResourceQuerySet
from .resource_page import ResourcePage


class ResourceIndexPage(BaseIndexPage):
    """A shelf of one type: filters, chips, counts, sort and numbered pages come with it."""

    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    # The one type it holds, and how readers may narrow it and order it.
    listed_model: ClassVar[type[ResourcePage]]
    facets: ClassVar[Sequence[Any]] = ()
    sorts: ClassVar[Sequence[Any]] = ()
    empty_text: ClassVar[str] = "Nothing has been published here yet."

    has_feed: ClassVar[bool] = True

    parent_page_types = ["home.HomePage"]
    content_panels = [*BaseIndexPage.content_panels, "introduction"]

    class Meta:
        abstract = True

    def get_pages(self, request: HttpRequest) -> ResourceQuerySet:
        """What is on this shelf for this reader, before any filter."""
        return self.listed_model.objects.child_of(self).visible_to(request.user)

    def get_sorts(self, request: HttpRequest) -> Sequence[Any]:
        """The orders a reader may choose from; the first is the one without a choice."""
        return self.sorts

    def rows_shown(self, shown: Shown) -> tuple[Iterable[Any], int]:
        listing = shown.get("listing")
        # Beyond the pages that have numbers nobody counts the rows before these.
        if not listing or not listing.total or listing.older_than:
            return (), 1
        return listing.rows, listing.rows.start_index()

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..listing import Listing

        context = super().get_context(request, *args, **kwargs)
        sorts = self.get_sorts(request)
        options: dict[str, Any] = {"sorts": sorts} if sorts else {}
        context["listing"] = Listing(
            self.get_pages(request), request.GET, facets=self.facets, **options
        )
        return context
