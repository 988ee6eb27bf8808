from .calendars import calendar
from .citing import cite, permalink
from .lists import (
    glossary_list,
    place_list,
    places_list,
    reports_list,
    shelf_list,
    topic_list,
    topics_list,
)
from .llms import llms_txt

__all__ = [
    "calendar",
    "cite",
    "glossary_list",
    "llms_txt",
    "permalink",
    "place_list",
    "places_list",
    "reports_list",
    "shelf_list",
    "topic_list",
    "topics_list",
]
