from .machines import describe_for_browsers, search_feed, search_json, status
from .pages import clicked, search, suggestions, suggestions_json
from .saved import remove, save, saved, toggle_alert

__all__ = [
    "clicked",
    "describe_for_browsers",
    "remove",
    "save",
    "saved",
    "search",
    "search_feed",
    "search_json",
    "status",
    "suggestions",
    "suggestions_json",
    "toggle_alert",
]
