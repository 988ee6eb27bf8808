"""What the forums need not keep any longer. Each function lets go what is older than `before`.

How long that is stands in hub.home.retention, with everything else that the hub keeps.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef

from .leaving import drop_files, empty_posts
from .models import (
    Attachment,
    Draft,
    FeedKey,
    ModerationEvent,
    Post,
    Report,
    ReviewItem,
    SealOpening,
)


def forget_drafts(before: datetime) -> int:
    return Draft.objects.filter(updated_at__lt=before).delete()[0]


def forget_openings(before: datetime) -> int:
    return SealOpening.objects.filter(asked_at__lt=before).delete()[0]


def forget_log(before: datetime) -> int:
    return ModerationEvent.objects.forget_before(before)


def forget_decisions(before: datetime) -> int:
    return ReviewItem.objects.filter(decided_at__lt=before).delete()[0]


def forget_reports(before: datetime) -> int:
    return Report.objects.filter(created_at__lt=before).delete()[0]


def forget_removed_words(before: datetime) -> int:
    """The line that something was removed stays; what it said could be brought back until now."""
    removed = ModerationEvent.objects.filter(
        post=OuterRef("pk"), kind=ModerationEvent.Kind.REMOVED, happened_at__gte=before
    )
    posts = Post.objects.filter(state=Post.State.REMOVED, created_at__lt=before)
    return empty_posts(posts.exclude(source="").filter(~Exists(removed)))


def forget_feed_keys(before: datetime) -> int:
    return FeedKey.objects.filter(revoked_at__lt=before).delete()[0]


def forget_uploads(before: datetime) -> int:
    """Files that were uploaded and never sent with a post."""
    return drop_files(Attachment.objects.filter(post=None, created_at__lt=before))
