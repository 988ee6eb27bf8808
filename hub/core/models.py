from typing import Any, ClassVar

from wagtail.models import Page, PageManager
from wagtail.search import index

from .visibility import VisiblePageQuerySet

BasePageManager = PageManager.from_queryset(VisiblePageQuerySet)


class BasePage(Page):
    """What every page of the hub has: the gate on its manager, an address, a name for its kind."""

    # Shown above titles and in lists; an icon is the name of a symbol in img/icons.svg.
    kind_label: ClassVar[str] = "Page"
    kind_icon: ClassVar[str] = "bookmark"
    # Joined when the page is fetched to be shown, so that it costs one statement.
    fetched_with: ClassVar[list[str]] = []

    objects = BasePageManager()

    # The gate asks for both; a search backend can only filter by what it was told about.
    search_fields = [
        *Page.search_fields,
        index.FilterField("go_live_at"),
        index.FilterField("expire_at"),
    ]

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        # Wagtail answers None for a page outside every site.
        return self.url or "/"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.get_breadcrumbs()
        return context

    def get_breadcrumbs(self) -> list[Page]:
        """The pages above this one, without the root of the tree and without the page itself."""
        return list(self.get_ancestors().filter(depth__gte=2).order_by("depth"))


class BaseIndexPage(BasePage):
    """A shelf: one of its kind, holding pages of one type."""

    max_count = 1

    class Meta:
        abstract = True
