"""From an address to the page it names, through the gate, in two statements."""

from django.core.cache import cache
from django.http import Http404, HttpRequest
from wagtail.models import Page, Site

from .visibility import Reader, visible_pages

# Which site a host name stands for changes about never, and every page asks. After a change old
# answers last this many seconds; what a reader may see of the site is asked anew each time.
SITE_KEPT_FOR = 15


def site_of(request: HttpRequest) -> Site | None:
    """Wagtail's Site.find_for_request(), which is asked of the database only now and then."""
    if not hasattr(request, "_wagtail_site"):
        key = f"core.site:{request.get_host()}"
        site = cache.get(key)
        if site is None:
            site = Site.find_for_request(request)
            cache.set(key, site, SITE_KEPT_FOR)
        # Where Wagtail itself keeps it, so that its tags ask no more.
        request._wagtail_site = site  # type: ignore[attr-defined]
    return request._wagtail_site  # type: ignore[attr-defined]


def find_page(request: HttpRequest, path: str, reader: Reader | None = None) -> Page:
    """The page at `path` below the site's home, complete and visible to `reader`.

    Without a `reader` that is `request.user`.

    Raises Http404 alike for what is absent and for what the reader may not see. Wagtail's own
    routing asks once per level and again for privacy; this looks the page up by its whole address.
    """
    site = site_of(request)
    if site is None or "\x00" in path:
        raise Http404
    parts = [part for part in path.split("/") if part]
    address = site.root_page.url_path + "".join(f"{part}/" for part in parts)
    # The slug's index finds the row; the whole address makes sure that it is the right one.
    named = {"slug": parts[-1]} if parts else {"pk": site.root_page_id}
    pages = Page.objects.filter(url_path=address, **named)
    page = visible_pages(pages, request.user if reader is None else reader).first()
    if page is None:
        raise Http404
    return complete(page)


def complete(page: Page) -> Page:
    """The page as its own class, with what its template needs joined to it."""
    model = page.specific_class
    if model is None:
        raise Http404
    return model._default_manager.select_related(*getattr(model, "fetched_with", [])).get(
        pk=page.pk
    )
