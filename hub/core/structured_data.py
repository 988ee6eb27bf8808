"""What a page shows in the words of schema.org, for whoever reads data instead of pages."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

Node = dict[str, Any]
# From an address on the hub to the whole address.
Absolute = Callable[[str], str]
# What the template of a page was given: nothing is asked for again.
Shown = Mapping[str, Any]

HUB = "Co-Responder Hub"
CONSORTIUM = "National Co-Responder Consortium"
LANGUAGE = "en-US"
SAMPLE = "Sample – not real"
LICENSES = {
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC BY-NC-SA 4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}


def node(kind: str, **properties: Any) -> Node:
    """One thing of a type; what is empty is left out, and days become text."""
    filled = {name: _plain(value) for name, value in properties.items()}
    return {"@type": kind} | {
        name: value for name, value in filled.items() if value is False or value
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def organization(name: str, **properties: Any) -> Node:
    return node("Organization", name=name, **properties)


def whole_day(text: str) -> str:
    """A day as FuzzyDateField keeps it; "" for a mere year or month: schema.org wants a day."""
    return text if len(text) == 10 else ""


def site(absolute: Absolute) -> Node:
    return node("WebSite", name=HUB, url=absolute("/"))


def trail(pages: Iterable[tuple[str, str]]) -> Node:
    """The way down to a page: pairs of (title, whole address), from the top."""
    return node(
        "BreadcrumbList",
        itemListElement=[
            node("ListItem", position=number, name=title, item=url)
            for number, (title, url) in enumerate(pages, 1)
        ],
    )


def item_list(rows: Iterable[tuple[str, str]], *, starts_at: int = 1) -> Node:
    """A list as it stands on a page: pairs of (title, whole address)."""
    return node(
        "ItemList",
        itemListElement=[
            node("ListItem", position=number, name=title, url=url)
            for number, (title, url) in enumerate(rows, starts_at)
        ],
    )
