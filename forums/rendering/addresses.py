"""Which addresses a post may lead to, and which of them are the hub's own."""

import re

from django.conf import settings

OUTSIDE = re.compile(r"(?:https?://[^/\\]|mailto:[^/\\])", re.IGNORECASE)
# One slash: two would name another host, and a browser reads a backslash as a slash.
INSIDE = re.compile(r"/(?![/\\])")
# No dot beside a dot and no percent sign: nothing that climbs out of the folder.
PICTURE = re.compile(r"/forums/files/[A-Za-z0-9_-]+(?:[/.][A-Za-z0-9_-]+)*/?\Z")
POST = re.compile(r"/forums/p/(\d{1,12})/(\d{1,9})/?(?:[?#].*)?\Z")
INVISIBLE = re.compile(r"[\x00-\x20\x7f]")
REL = "nofollow ugc noopener"


def may_link(url: str) -> bool:
    if INVISIBLE.search(url):
        return False
    return bool(OUTSIDE.match(url) or INSIDE.match(url))


def inside(url: str) -> str | None:
    """The path of an address on the hub, however it is written; None for any other."""
    if INSIDE.match(url):
        return url
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    rest = url.removeprefix(base)
    if rest != url and (not rest or INSIDE.match(rest)):
        return rest or "/"
    return None


def picture_of_ours(url: str) -> str | None:
    path = inside(url)
    return path if path and PICTURE.match(path) else None


def post_at(url: str) -> tuple[int, int] | None:
    """Thread and number of the post that `url` is the permalink of."""
    found = POST.match(inside(url) or "")
    return (int(found[1]), int(found[2])) if found else None
