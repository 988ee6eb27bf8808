from .aliases import Alias, SealedAuthor, SealOpening
from .forums import Forum, ForumGrant, Level, ThreadKind
from .knowledge import CaseDetail, Credit, Promotion, ThreadSummary
from .moderation import ModerationEvent, Purge, WatchedWord
from .people import Draft, FeedKey, Standing, ThreadReader
from .posts import PAGE_SIZE, Attachment, Post, PostRevision, Reaction, SameHere, page_of
from .reviews import Report, ReviewItem
from .threads import Thread

__all__ = [
    "PAGE_SIZE",
    "Alias",
    "Attachment",
    "CaseDetail",
    "Credit",
    "Draft",
    "FeedKey",
    "Forum",
    "ForumGrant",
    "Level",
    "ModerationEvent",
    "Post",
    "PostRevision",
    "Promotion",
    "Purge",
    "Reaction",
    "Report",
    "ReviewItem",
    "SameHere",
    "SealOpening",
    "SealedAuthor",
    "Standing",
    "Thread",
    "ThreadKind",
    "ThreadReader",
    "ThreadSummary",
    "WatchedWord",
    "page_of",
]
