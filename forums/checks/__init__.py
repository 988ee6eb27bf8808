from .findings import KINDS, Finding, Level, mask
from .texts import check_text
from .watching import WatchedPattern

__all__ = ["KINDS", "Finding", "Level", "WatchedPattern", "check_text", "mask"]
