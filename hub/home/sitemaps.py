from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Page

from forums.models import Forum, Thread
from hub.core.visibility import NOBODY, visible_pages
from hub.taxonomy.models import Jurisdiction, Topic
from mentorsites.models import SiteNote


class PageSitemap(Sitemap):
    """What anybody may see; search engines are nobody in particular."""

    limit = 5000

    def items(self):
        pages = visible_pages(Page.objects.filter(depth__gte=2), NOBODY)
        return pages.order_by("path")

    def location(self, page: Page) -> str:
        return page.url or "/"

    def lastmod(self, page: Page):
        return page.last_published_at


class PlaceSitemap(Sitemap):
    def items(self):
        return Jurisdiction.objects.by_name()


class TopicSitemap(Sitemap):
    def items(self):
        return Topic.objects.order_by("sort_order", "pk")


class ForumSitemap(Sitemap):
    def items(self):
        return Forum.objects.visible_to(NOBODY).in_order()


class ThreadSitemap(Sitemap):
    """Public threads, the newest first; what is older is reached from the lists."""

    limit = 5000

    def items(self):
        threads = Thread.objects.visible_to(NOBODY).filter(is_sample=False)
        return threads.only("slug", "bumped_at").newest_first()

    def lastmod(self, thread: Thread):
        return thread.bumped_at


class NoteSitemap(Sitemap):
    """What mentor sites have made public, the newest first."""

    limit = 5000

    def items(self):
        notes = SiteNote.objects.visible_to(NOBODY).filter(is_sample=False)
        return notes.only("published_at").newest_first()

    def lastmod(self, note: SiteNote):
        return note.published_at


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


def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemap_view(request, sitemaps=SITEMAPS)
