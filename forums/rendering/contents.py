"""A post as HTML, drawn once when it is written and stored with RENDER_VERSION."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .addresses import picture_of_ours
from .drawing import Link, draw, leads_away
from .parsing import parse
from .plain import count_words, excerpt, plain_text
from .sanitizing import sanitize
from .walking import Step, walk

# Raise it with every change of what comes out; a task draws older posts anew.
RENDER_VERSION = 1


class Mentioned(NamedTuple):
    handles: frozenset[str]
    topics: frozenset[str]


@dataclass(frozen=True)
class Rendered:
    html: str
    excerpt: str
    words: int
    # Members and topics that got a link outside quotations: a quotation tells nobody again.
    handles: frozenset[str]
    topics: frozenset[str]
    # Pictures of ours, and links that lead away from the hub.
    images: int
    links: int


def mentioned(source: str) -> Mentioned:
    """Whom and what a text names outside code, links and e-mail addresses, in small letters."""
    steps = list(walk(parse(source)))
    return Mentioned(_named(steps, "handle"), _named(steps, "topic"))


def render(
    source: str, *, people: Mapping[str, Link] = {}, topics: Mapping[str, Link] = {}
) -> Rendered:
    """`source`, in Markdown, as safe HTML; names that `people` and `topics` know become links.

    What is beyond LONGEST characters is left out.
    """
    tokens = parse(source)
    steps = list(walk(tokens))
    text = plain_text(tokens)
    said = [step for step in steps if not step.quoted]
    return Rendered(
        html=sanitize(draw(tokens, {"handle": people, "topic": topics})),
        excerpt=excerpt(text),
        words=count_words(text),
        handles=_named(said, "handle") & frozenset(people),
        topics=_named(said, "topic") & frozenset(topics),
        images=sum(bool(picture_of_ours(url)) for url in _pictures(steps)),
        links=sum(leads_away(step.token) for step in steps),
    )


def _named(steps: Iterable[Step], kind: str) -> frozenset[str]:
    names = (step.token.meta for step in steps if step.token.type == "name")
    return frozenset(name["key"] for name in names if name["kind"] == kind)


def _pictures(steps: Iterable[Step]) -> Iterable[str]:
    return (str(step.token.attrGet("src")) for step in steps if step.token.type == "image")
