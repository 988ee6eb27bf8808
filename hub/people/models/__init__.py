from .bookmarks import Bookmark, BookmarkQuerySet
from .languages import Language
from .leaving import DataExport, Departure
from .profiles import Profile, ProfileQuerySet, ProfileTopic, SpokenLanguage
from .programs import Program
from .shown import Reach, Shown

__all__ = [
    "Bookmark",
    "BookmarkQuerySet",
    "DataExport",
    "Departure",
    "Language",
    "Profile",
    "ProfileQuerySet",
    "ProfileTopic",
    "Program",
    "Reach",
    "Shown",
    "SpokenLanguage",
]
