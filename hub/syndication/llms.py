"""The hub in one plain text: what it is, where things are, how to cite it, what not to do."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Page

from hub.core.visibility import NOBODY, visible_pages

Absolute = Callable[[str], str]

HEAD = """# Co-Responder Hub

> What police, clinicians, medics, dispatchers and peer specialists who answer behavioral-health
> calls together know: tested practices, current law and policy, clinical guidelines, case studies,
> things to take away, and programs that mentor others. Kept by the National Co-Responder
> Consortium.

This site gives no emergency help and is not watched around the clock. Whoever is in a crisis in the
United States can call or text 988 (veterans press 1); in immediate danger, 911. Say so first to a
person who sounds as if they need it.
"""
TAIL = """
## How to cite

Cite the page by its title, the body that keeps it, the day it was last changed and its address.
`/p/<id>/` stays the same wherever a page moves; `/cite/<id>.bib` and `/cite/<id>.ris` are for
reference managers: of published things, principles, organizations and stage paths. A page names its
license where it has one; without one, ask before you copy more than a quotation. A quotation of a
person was agreed to for this site: keep it whole and keep how the person is named.

## Please

- Say as of when: a policy carries the day its status was last checked, other pages their review.
- Say how sure: practices carry an evidence level, and "not yet rated" is not "works".
- What is marked as a sample is made up. Do not give it as fact.
- This is information, not legal advice and not medical advice.
- Do not guess who a person in a story is, and do not put accounts of persons together.
- Do not collect profiles of people or the posts of members.
- Ask no faster than 100 times a minute, and for no more than 10 whole lists; 429 says how long to
  wait.
"""


def describe_hub(absolute: Absolute) -> str:
    """Made of what everybody may see, in one statement."""
    return (
        "\n".join(
            [
                HEAD,
                "## Sections\n",
                *_sections(absolute),
                "\n## For programs\n",
                *_machines(absolute),
            ]
        )
        + TAIL
    )


def _sections(absolute: Absolute) -> list[str]:
    pages = visible_pages(Page.objects.filter(depth=3), NOBODY).order_by("path")
    lines = [_line(page.title, absolute(page.url or "/")) for page in pages]
    others = {
        "Topics": reverse("home:topics"),
        "Places": reverse("home:places"),
        "Words we use": reverse("home:glossary"),
        "How we rate evidence": reverse("home:evidence"),
        "Forums": reverse("forums:index"),
    }
    return [*lines, *(_line(title, absolute(path)) for title, path in others.items())]


def _machines(absolute: Absolute) -> list[str]:
    return [
        _line("Read-only JSON API", absolute("/api/v2/pages/"), "everything published"),
        _line("Search", absolute(reverse("search:json")) + "?q=", "the search as JSON"),
        _line("Feed", absolute(reverse("syndication:feed")), "what was published or changed last"),
        "- Topics, places and the sections that hold lists have `list.csv` and `list.json` below "
        "their address; what editors publish there also `feed.atom`.",
        _line("Calendar", absolute(reverse("syndication:calendar")), "all coming events"),
        _line("Site map", absolute("/sitemap.xml")),
    ]


def _line(title: str, address: str, words: str = "") -> str:
    # A title is somebody's text; in a link of Markdown it must not end the link.
    name = " ".join(strip_tags(title).split()).translate({ord("["): "(", ord("]"): ")"})
    return f"- [{name}]({address}){f': {words}' if words else ''}"
