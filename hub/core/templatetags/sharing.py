"""What stands in the head of a page for programs: its one address, OpenGraph, JSON-LD.

Only a visitor's page carries it: search engines and previews of links come without a session, and
what a member sees is not theirs to describe.
"""

import json
from collections.abc import Sequence
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hub.core.models import BasePage
from hub.core.sharing_pictures import picture_of
from hub.core.structured_data import HUB, Node, node, site, trail

register = template.Library()

# What is not an article to OpenGraph.
PAGES = ("WebPage", "CollectionPage", "QAPage")
# What could end the script element, or begin another, within a JSON text.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def share_page(context: Any) -> SafeString:
    """For a page of the tree; nothing for anything else, a preview or a member."""
    page, request = context.get("page"), _visitors_request(context)
    if request is None or not isinstance(page, BasePage) or not page.pk:
        return SafeString("")
    absolute = request.build_absolute_uri
    url = absolute(page.get_absolute_url())
    above = [(_name(one), absolute(one.url or "/")) for one in context.get("breadcrumbs", ())]
    data = page.structured_data(context.flatten(), absolute) | {"url": url}
    return _head(request, page.title, page.describe_in_brief(), url, data, above, page)


@register.simple_tag(takes_context=True)
def share(
    context: Any,
    title: str,
    description: str = "",
    about: Node | None = None,
    above: str = "",
    above_url: str = "",
    kind: str = "CollectionPage",
) -> SafeString:
    """For a page outside the tree. `about`: the thing it is about; `above`: what lies over it."""
    request = _visitors_request(context)
    if request is None:
        return SafeString("")
    absolute = request.build_absolute_uri
    url = absolute(request.path)
    over = [("Home", absolute("/")), *([(above, absolute(above_url))] if above_url else [])]
    data = node(
        kind,
        name=title,
        description=description,
        url=url,
        mainEntity=about,
        isPartOf=site(absolute),
    )
    return _head(request, title, description, url, data, over)


def _visitors_request(context: Any) -> HttpRequest | None:
    request = getattr(context, "request", None)
    if request is None or getattr(request, "is_preview", False) or not hasattr(request, "user"):
        return None
    return None if request.user.is_authenticated else request


def _name(page: Any) -> str:
    return "Home" if page.depth == 2 else page.title


def _head(
    request: HttpRequest,
    title: str,
    description: str,
    url: str,
    data: Node,
    above: Sequence[tuple[str, str]],
    page: BasePage | None = None,
) -> SafeString:
    graph = [data, trail([*above, (title, url)])] if above else [data]
    metas = [
        ("og:type", "article" if data["@type"] not in PAGES else "website"),
        ("og:site_name", HUB),
        ("og:title", title),
        ("og:description", description),
        ("og:url", url),
        ("og:locale", "en_US"),
        *picture_of(page, request.build_absolute_uri),
    ]
    return format_html(
        '<link rel="canonical" href="{}">\n{}\n<meta name="twitter:card" content="summary">\n'
        '<script type="application/ld+json">{}</script>',
        _canonical(request, url),
        format_html_join(
            "\n", '<meta property="{}" content="{}">', (meta for meta in metas if meta[1])
        ),
        as_script({"@context": "https://schema.org", "@graph": graph}),
    )


def _canonical(request: HttpRequest, url: str) -> str:
    """The one address of what is shown: filters and views do not count, later pages do."""
    page = request.GET.get("page", "")
    is_later = set(request.GET) == {"page"} and page.isascii() and page.isdecimal()
    return f"{url}?page={page}" if is_later and len(page) < 6 and int(page) > 1 else url


def as_script(data: Any) -> SafeString:
    """JSON that can stand in a script element whatever words are in it."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    return SafeString(text.translate(ESCAPES))
