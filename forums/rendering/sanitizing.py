"""The last word on the HTML of a post: whatever is not listed here does not leave this room."""

import nh3

from .addresses import REL, may_link, picture_of_ours

TAGS = set(
    "p br hr strong em s code pre blockquote ul ol li h3 h4 h5 h6 "
    "table thead tbody tr th td a img div".split()
)
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
# Only we write these, and only with these values; nobody's words become a class or a role.
FIXED_VALUES = {
    "a": {"rel": {REL}, "class": {"mention", "topic"}},
    "img": {"loading": {"lazy"}},
    "table": {"class": {"table"}},
    "th": {"scope": {"col"}},
    "div": {
        "class": {"table-wrap"},
        "tabindex": {"0"},
        "role": {"group"},
        "aria-label": {"Table"},
    },
}
SCHEMES = {"http", "https", "mailto"}


def sanitize(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_checked,
        tag_attribute_values=FIXED_VALUES,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _checked(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if may_link(value) else None
    if attribute == "src":
        return picture_of_ours(value)
    return value
