"""What is new or changed on a shelf, on a topic, at a place, and altogether, for feed readers.

Feeds look at the address only: a feed reader signs in as nobody.
"""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hub.core.atom import HubAtomFeed
from hub.core.conditional import shared
from hub.core.routing import find_page
from hub.core.structured_data import CONSORTIUM, HUB
from hub.core.visibility import NOBODY
from hub.resources.facets import Facet, PlaceFacet, TopicFacet
from hub.resources.models import ResourceIndexPage, ResourcePage
from hub.resources.paging import COUNTED, sizes_of
from hub.taxonomy.models import Jurisdiction, Topic

from .lists.together import published_models

MOST = 50


class PublishedFeed(Feed):
    """Everything published, what changed last first: an order that an index has, at any size.

    What is changed comes up again, as feed readers expect it."""

    feed_type = HubAtomFeed
    author_name = CONSORTIUM
    subtitle = "What was published or changed last, as everybody may read it."

    def title(self, about: Any) -> str:
        return f"{HUB}: {about}" if about else f"{HUB}: everything published"

    def link(self, about: Any) -> str:
        return about.get_absolute_url() if about else "/"

    def pages(self, about: Any) -> Any:
        return ResourcePage.objects.visible_to(NOBODY)

    def items(self, about: Any) -> list[ResourcePage]:
        # What each entry is called needs its type: one statement for all types, once a process.
        ContentType.objects.get_for_models(*published_models())
        return list(self.pages(about).lately_changed_first().with_facets()[:MOST])

    def item_title(self, item: ResourcePage) -> str:
        return f"Sample: {item.title}" if item.is_sample else item.title

    def item_description(self, item: ResourcePage) -> str:
        return item.summary

    def item_link(self, item: ResourcePage) -> str:
        return item.get_absolute_url()

    def item_guid(self, item: ResourcePage) -> str:
        # Stays the same wherever the page moves.
        return f"urn:uuid:{item.translation_key}"

    def item_author_name(self, item: ResourcePage) -> str:
        return item.credits or CONSORTIUM

    def item_pubdate(self, item: ResourcePage) -> datetime | None:
        return item.first_published_at or item.last_published_at

    def item_updateddate(self, item: ResourcePage) -> datetime:
        # Never nothing: an entry of Atom must say when.
        return item.changed_at

    def item_categories(self, item: ResourcePage) -> list[str]:
        topics = [tagged.tag.name for tagged in item.tagged_topics.all()]
        places = [place.name for place in item.jurisdictions.all()]
        return [item.specific_class.kind_label, *topics, *places]


class ShelfFeed(PublishedFeed):
    def get_object(self, request: HttpRequest, shelf: str) -> ResourceIndexPage:
        page = find_page(request, shelf, reader=NOBODY)
        if not isinstance(page, ResourceIndexPage):
            raise Http404
        return page

    def pages(self, about: ResourceIndexPage) -> Any:
        return about.listed_model.objects.child_of(about).visible_to(NOBODY)


class TopicFeed(PublishedFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Topic:
        return get_object_or_404(Topic, slug=slug)

    def pages(self, about: Topic) -> Any:
        return _linked(super().pages(about), TopicFacet(), about.slug)


class PlaceFeed(PublishedFeed):
    """What lies at the place itself, as on its page."""

    def get_object(self, request: HttpRequest, slug: str) -> Jurisdiction:
        return get_object_or_404(Jurisdiction, slug=slug)

    def pages(self, about: Jurisdiction) -> Any:
        return _linked(super().pages(about), PlaceFacet(), about.slug)


def _linked(pages: Any, facet: Facet, slug: str) -> Any:
    """Those of `pages` on one topic or at one place, at the same cost for few and for many."""
    links: Any = facet.links([slug])
    is_common = sizes_of({"": links}, most=COUNTED + 1)[""] > COUNTED
    return facet.narrow(pages, [slug], is_common=is_common)


def _view(feed: type[PublishedFeed]) -> Any:
    def answer(request: HttpRequest, **named: str) -> HttpResponse:
        return feed()(request, **named)

    return require_safe(shared(answer))


everything_feed = _view(PublishedFeed)
shelf_feed = _view(ShelfFeed)
topic_feed = _view(TopicFeed)
place_feed = _view(PlaceFeed)
