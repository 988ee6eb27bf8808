"""What published things have in common, in the words of schema.org."""

from typing import TYPE_CHECKING, Any

from hub.core.structured_data import (
    CONSORTIUM,
    LANGUAGE,
    LICENSES,
    SAMPLE,
    Absolute,
    Node,
    Shown,
    node,
    organization,
    site,
)

if TYPE_CHECKING:
    from .models import ResourcePage


def thing(page: "ResourcePage", kind: str, **properties: Any) -> Node:
    """A published thing of any type, with the mark of a sample."""
    return node(
        kind,
        name=page.title,
        description=page.describe_in_brief(),
        disambiguatingDescription=SAMPLE if page.is_sample else "",
        **properties,
    )


def work(
    page: "ResourcePage", kind: str, shown: Shown, absolute: Absolute, **properties: Any
) -> Node:
    """Something written: an article, a law, a document."""
    usual = {
        "inLanguage": LANGUAGE,
        "datePublished": page.first_published_at,
        "dateModified": page.last_changed,
        "author": keeper(shown, absolute),
        "publisher": organization(CONSORTIUM, url=absolute("/")),
        "about": topics(shown, absolute),
        "spatialCoverage": places(shown, absolute),
        "license": LICENSES.get(page.license, ""),
        "creditText": page.credits,
        "citation": sources(page),
        "isAccessibleForFree": True,
        "isPartOf": site(absolute),
    }
    return thing(page, kind, **(usual | properties))


def article(page: "ResourcePage", shown: Shown, absolute: Absolute, **properties: Any) -> Node:
    return work(page, "Article", shown, absolute, headline=page.title, **properties)


def keeper(shown: Shown, absolute: Absolute) -> Node:
    """The organization that keeps a page, as far as the page names it; else the Consortium."""
    owner = shown.get("owner")
    if owner is None:
        return organization(CONSORTIUM, url=absolute("/"))
    return organization(owner.title, url=absolute(owner.get_absolute_url()))


def topics(shown: Shown, absolute: Absolute) -> list[Node]:
    return [
        node("Thing", name=topic.name, url=absolute(topic.get_absolute_url()))
        for topic in shown.get("topics", ())
    ]


def places(shown: Shown, absolute: Absolute) -> list[Node]:
    return [
        node("AdministrativeArea", name=place.name, url=absolute(place.get_absolute_url()))
        for place in shown.get("places", ())
    ]


def sources(page: "ResourcePage") -> list[Node]:
    return [
        node("CreativeWork", name=block.value["label"], url=block.value["url"])
        for block in page.sources
    ]
