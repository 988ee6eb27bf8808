"""What the editors' side has beyond Wagtail's own; each module registers its hooks."""

# The desk
from . import (  # noqa: F401
    accessibility,
    confirming_hooks,
    panels,
    publishing,
    shelves,
    withdrawing_hooks,
)
from .language import hooks  # noqa: F401
from .reports import registering  # noqa: F401
