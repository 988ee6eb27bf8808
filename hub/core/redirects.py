from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Page, Site

from .visibility import visible_pages


class GatedRedirectMiddleware(RedirectMiddleware):
    """Sends readers on from a page's old address, unless they may not see where it is now.

    The new address alone can tell what a page is about that has since become private.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> Any:
        answer = super().process_response(request, response)
        if answer is not response and leads_to_hidden_page(request, answer.url):
            return response
        return answer


def leads_to_hidden_page(request: HttpRequest, url: str) -> bool:
    site = Site.find_for_request(request)
    address = site.root_page.url_path + urlsplit(url).path.lstrip("/")
    named = Page.objects.filter(url_path=address)
    return named.exists() and not visible_pages(named, request.user).exists()
