"""Whole answers for visitors, kept until anything public changes.

`same_for_everyone` marks the views that may be kept, `edition()` names the state of what is public,
`announce_change()` begins a new one; see docs/adr/0023-pages-kept-for-visitors.md.
"""

from .editions import Part, announce_change, edition
from .shared import same_for_everyone

__all__ = ["Part", "announce_change", "edition", "same_for_everyone"]
