"""Words of others, taken into one's own text with a link to where they stand."""

from typing import Any

from .bylines import byline_of
from .models import Post
from .rendering import quote


def quoted(post: Post, reader: Any) -> str:
    """A whole post as the Markdown of a quotation, without what it quoted itself."""
    lines = [line for line in post.source.splitlines() if not line.startswith(">")]
    return quote(
        "\n".join(lines).strip(), name=byline_of(post, reader).name, url=post.get_absolute_url()
    )
