from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.api import APIField
from wagtail.models import Page, PageManager
from wagtail.search import index

from .signs import without_controls
from .structured_data import Absolute, Node, Shown, item_list, node, site
from .visibility import VisiblePageQuerySet, visible_pages

BasePageManager = PageManager.from_queryset(VisiblePageQuerySet)


class BasePage(Page):
    """What every page of the hub has: the gate on its manager, an address, a name for its kind."""

    # Shown above titles and in lists; an icon is the name of a symbol in img/icons.svg.
    kind_label: ClassVar[str] = "Page"
    kind_icon: ClassVar[str] = "bookmark"
    # Joined when the page is fetched to be shown, so that it costs one statement.
    fetched_with: ClassVar[list[str]] = []
    # What programs get of it: hub/core/open_data.py. The columns stand in files of lists as well.
    open_columns: ClassVar[tuple[str, ...]] = ()
    api_fields: ClassVar[list[APIField]] = []

    objects = BasePageManager()

    # The gate asks for both; a search backend can only filter by what it was told about.
    search_fields = [
        *Page.search_fields,
        index.FilterField("go_live_at"),
        index.FilterField("expire_at"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        for name in ("title", "summary"):
            text = getattr(self, name, "")
            if (readable := without_controls(text)) != text:
                setattr(self, name, readable.strip())
        if not self.title:
            raise ValidationError({"title": "Write a title."})

    def get_absolute_url(self) -> str:
        # Wagtail answers None for a page outside every site.
        return self.url or "/"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.get_breadcrumbs(request.user)
        return context

    @property
    def last_changed(self) -> datetime | None:
        """When what readers see of it last changed; None for what was never published."""
        return self.last_published_at

    def describe_in_brief(self) -> str:
        """One plain sentence for search engines and previews of links."""
        return self.search_description or getattr(self, "summary", "")

    def first_picture(self) -> Any:
        """The value of the first picture block that it shows to everybody who sees it, or None."""
        body = getattr(self, "body", None)
        return next((block.value for block in body or () if block.block_type == "image"), None)

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        """The page in the words of schema.org, out of what its template shows. No statements."""
        return node(
            "WebPage",
            name=self.title,
            description=self.describe_in_brief(),
            dateModified=self.last_published_at,
            isPartOf=site(absolute),
        )

    def get_breadcrumbs(self, reader: Any) -> list[Page]:
        """The pages above this one that `reader` may see, without the root of the tree."""
        above = self.get_ancestors().filter(depth__gte=2)
        return list(visible_pages(above, reader).order_by("depth"))


class Edition(models.Model):
    """Names the present state of what is public, where machines share a database."""

    part = models.CharField(max_length=12, primary_key=True)
    word = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.word


class BaseIndexPage(BasePage):
    """A shelf: one of its kind, holding pages of one type."""

    max_count = 1
    # Whether the shelf can be followed at feed.atom below its address.
    has_feed: ClassVar[bool] = False

    class Meta:
        abstract = True

    def rows_shown(self, shown: Shown) -> tuple[Iterable[Any], int]:
        """What the page lists, and the number of the first of it."""
        return (), 1

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        rows, first = self.rows_shown(shown)
        named = [(row.title, absolute(row.get_absolute_url())) for row in rows]
        listed = {"mainEntity": item_list(named, starts_at=first)} if named else {}
        return super().structured_data(shown, absolute) | {"@type": "CollectionPage"} | listed
