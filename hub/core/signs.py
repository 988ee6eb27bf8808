"""Signs that stand for nothing one can read, such as the line break of some word processors."""

import re

# What XML 1.0 cannot hold, and the other control characters; tabs and line breaks stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def without_controls(text: str) -> str:
    """`text` with a blank for each of them, so that two words stay two."""
    return _CONTROLS.sub(" ", text)
