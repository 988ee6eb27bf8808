"""What the forums remember of one person: how far they read, how they stand, what they drafted."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models

from .threads import Thread

PERSON = settings.AUTH_USER_MODEL


class ThreadReader(models.Model):
    """How far somebody has read a thread."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="threads_read")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="readers")
    # The highest number that was on a page they opened.
    last_read = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thread"], name="reads_a_thread_once")
        ]

    def __str__(self) -> str:
        return f"Thread {self.thread_id}, read to {self.last_read}"


class Standing(models.Model):
    """Whether somebody is still new here. Nobody sees it as a score."""

    # 24 hours and two approved posts: forums.md 6.6.
    NEW_FOR, POSTS_NEEDED = timedelta(hours=24), 2

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="standing")
    approved_posts = models.PositiveIntegerField(default=0)
    # When they stopped being new.
    member_since = models.DateTimeField(null=True, blank=True)
    # Everything before this moment counts as read.
    read_before = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "Member" if self.member_since else "New"

    @property
    def is_new(self) -> bool:
        return self.member_since is None


class DraftQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        return self.filter(person=reader) if reader.is_authenticated else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")


class Draft(models.Model):
    """What somebody has begun to write and not sent yet."""

    # Kept this long after the last change.
    KEPT_FOR = timedelta(days=90)

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="drafts")
    # What it belongs to: "thread:12" or "new:ask-the-network".
    key = models.CharField(max_length=90)
    # The fields of the form as they were typed.
    data = models.JSONField(default=dict)
    # Raised by each save; an older window does not overwrite a newer one.
    seq = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="draft_once")]
        indexes = [models.Index(fields=["updated_at"], name="drafts_by_age")]

    def __str__(self) -> str:
        return self.key


class FeedKeyQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        return self.filter(person=reader) if reader.is_authenticated else self.none()

    def working(self) -> Self:
        return self.filter(revoked_at=None)


class FeedKey(models.Model):
    """Lets a feed reader fetch what one member may see. Only a hash of it is stored."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="feed_keys")
    key_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label or f"Feed of {self.made_at:%Y-%m-%d}"
