from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index as index_view
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import Max, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Page

from forums.models import Forum, Thread
from hub.core.conditional import shared
from hub.core.visibility import NOBODY, visible_pages
from hub.resources.models.listed import NEVER_AT
from hub.taxonomy.models import Jurisdiction, Topic
from mentorsites.models import SiteNote

# So many addresses stand in one map; the index names as many maps as it takes.
LIMIT = 5_000


class DatedSitemap(Sitemap):
    """A map whose things know when they were changed."""

    limit = LIMIT
    changed_at = ""

    def lastmod(self, item) -> datetime | None:
        return getattr(item, self.changed_at)

    def get_latest_lastmod(self) -> datetime | None:
        # Django would fetch every thing to find out.
        things: Any = self.items()
        return things.order_by().aggregate(latest=Max(self.changed_at))["latest"]


class PageSitemap(DatedSitemap):
    """What anybody may see; search engines are nobody in particular."""

    changed_at = "changed"

    def items(self):
        pages = visible_pages(Page.objects.filter(depth__gte=2), NOBODY)
        # A small fact of a published thing may have changed since it was published.
        changed = NullIf("resourcepage__changed_at", Value(NEVER_AT))
        return pages.annotate(changed=Coalesce(changed, "last_published_at")).order_by("path")

    def location(self, page: Page) -> str:
        return page.url or "/"


class PlaceSitemap(Sitemap):
    limit = LIMIT

    def items(self):
        return Jurisdiction.objects.by_name()


class TopicSitemap(Sitemap):
    def items(self):
        return Topic.objects.order_by("sort_order", "pk")


class ForumSitemap(Sitemap):
    def items(self):
        return Forum.objects.visible_to(NOBODY).in_order()


class ThreadSitemap(DatedSitemap):
    """Public threads, the newest first."""

    changed_at = "bumped_at"

    def items(self):
        threads = Thread.objects.visible_to(NOBODY).filter(is_sample=False)
        return threads.only("slug", "bumped_at").newest_first()


class NoteSitemap(DatedSitemap):
    """What mentor sites have made public, the newest first."""

    changed_at = "published_at"

    def items(self):
        notes = SiteNote.objects.visible_to(NOBODY).filter(is_sample=False)
        return notes.only("published_at").newest_first()


class FixedSitemap(Sitemap):
    def items(self):
        return ["home:places", "home:topics", "home:glossary", "home:evidence", "forums:index"]

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS: dict[str, type[Sitemap] | Sitemap] = {
    "pages": PageSitemap,
    "places": PlaceSitemap,
    "topics": TopicSitemap,
    "forums": ForumSitemap,
    "threads": ThreadSitemap,
    "notes": NoteSitemap,
    "fixed": FixedSitemap,
}


@shared
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return index_view(request, sitemaps=SITEMAPS, sitemap_url_name="sitemap")


@shared
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """One section; `p` is its part."""
    return sitemap_view(request, sitemaps=SITEMAPS, section=section)
