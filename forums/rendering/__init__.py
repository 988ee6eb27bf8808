from .contents import RENDER_VERSION, Mentioned, Rendered, mentioned, render
from .drawing import Link
from .parsing import LONGEST
from .quoting import quote, quoted_posts
from .tidying import tidy_text

__all__ = [
    "LONGEST",
    "RENDER_VERSION",
    "Link",
    "Mentioned",
    "Rendered",
    "mentioned",
    "quote",
    "quoted_posts",
    "render",
    "tidy_text",
]
