"""What RFC 4287 asks of a feed, written down from its section 4: an offline validator."""

import re
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 3339, as section 3.3 has it; an absolute IRI, as 4.2.6 has it.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:\S+")


def faults(content: bytes) -> list[str]:
    """What a feed reader would hold against it."""
    feed = ElementTree.fromstring(content)  # noqa: S314 – our own
    if feed.tag != f"{ATOM}feed":
        return [f"{feed.tag} is no feed"]
    entries = feed.findall(f"{ATOM}entry")
    found = _faults_of(feed, "feed")
    if not _links(feed, "self"):
        found.append("feed: no link to itself")
    for number, entry in enumerate(entries, 1):
        found += _faults_of(entry, f"entry {number}")
        if entry.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author") is None:
            found.append(f"entry {number}: nobody wrote it")
        if entry.find(f"{ATOM}content") is None and not _links(entry, "alternate"):
            found.append(f"entry {number}: neither content nor where to read it")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    return found + [f"{one} stands twice" for one in set(ids) if ids.count(one) > 1]


def _faults_of(element: ElementTree.Element, where: str) -> list[str]:
    found = [
        f"{where}: {len(element.findall(ATOM + name))} times {name}"
        for name in ("id", "title", "updated")
        if len(element.findall(ATOM + name)) != 1
    ]
    moments = [element.findtext(ATOM + name) for name in ("updated", "published")]
    found += [
        f"{where}: {one} is no moment" for one in moments if one and not MOMENT.fullmatch(one)
    ]
    addresses = [element.findtext(f"{ATOM}id"), *(link.get("href") for link in _links(element))]
    found += [f"{where}: {one} is not whole" for one in addresses if not ABSOLUTE.match(one or "")]
    names = [author.findtext(f"{ATOM}name") for author in element.findall(f"{ATOM}author")]
    return found + [f"{where}: an author has no name" for name in names if not name]


def _links(element: ElementTree.Element, rel: str = "") -> list[ElementTree.Element]:
    links = element.findall(f"{ATOM}link")
    return [link for link in links if not rel or link.get("rel", "alternate") == rel]
