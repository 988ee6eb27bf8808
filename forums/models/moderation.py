"""What was done, for good and in the open: the log, watched words, posts erased by two people."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from .forums import Forum
from .posts import Post
from .reviews import ReviewItem
from .threads import Thread

PERSON = settings.AUTH_USER_MODEL


class ModerationEventQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """All lines for moderators, those of their forums for facilitators, and one's own."""
        from ..permissions import log_scope

        return self.filter(log_scope(reader))

    def delete(self) -> Any:
        raise TypeError("Lines are only added to the log; forget_before() lets old ones go.")

    def update(self, **fields: Any) -> Any:
        if set(fields) - {"reverted_at", "reverted_by", "actor", "second_actor", "person"}:
            raise TypeError("Lines of the log do not change.")
        return super().update(**fields)

    def forget_before(self, moment: datetime) -> int:
        return super().filter(happened_at__lt=moment)._raw_delete(self.db)

    def newest_first(self) -> Self:
        return self.order_by("-happened_at", "-pk")

    def with_things(self) -> Self:
        return self.select_related("actor", "second_actor", "thread", "post", "item")


class ModerationEvent(models.Model):
    """One line of the log of what was done to a post, a thread or a person. Lines are only added.

    `before` and `after` hold states and numbers, never words of a post.
    """

    class Kind(models.TextChoices):
        HELD = "held", "Held for review"
        CHECKED = "checked", "Check of a text"
        REPORTED = "reported", "Reported"
        CLAIMED = "claimed", "Claimed"
        DECIDED = "decided", "Decided"
        HIDDEN = "hidden", "Hidden"
        RESTORED = "restored", "Restored"
        REMOVED = "removed", "Removed"
        EDITED = "edited", "Edited by a moderator"
        MOVED = "moved", "Moved"
        LOCKED = "locked", "Locked"
        UNLOCKED = "unlocked", "Unlocked"
        PINNED = "pinned", "Pinned"
        UNPINNED = "unpinned", "Unpinned"
        SLOWED = "slowed", "Slow mode"
        UNDONE = "undone", "Undone"
        SEAL_ASKED = "seal-asked", "Opening of an alias asked for"
        SEAL_OPENED = "seal-opened", "Alias opened"
        SEAL_REFUSED = "seal-refused", "Opening of an alias refused"
        PURGE_ASKED = "purge-asked", "Erasing for good asked for"
        PURGED = "purged", "Erased for good"
        CARED = "cared", "Care script followed"

    kind = models.CharField(max_length=12, choices=Kind)
    actor = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    second_actor = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    forum = models.ForeignKey(Forum, models.SET_NULL, null=True, blank=True, related_name="+")
    thread = models.ForeignKey(
        Thread, models.SET_NULL, null=True, blank=True, related_name="moderation_events"
    )
    post = models.ForeignKey(
        Post, models.SET_NULL, null=True, blank=True, related_name="moderation_events"
    )
    # The member concerned; nobody for what was written under an alias.
    person = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    item = models.ForeignKey(
        ReviewItem, models.SET_NULL, null=True, blank=True, related_name="events"
    )
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    happened_at = models.DateTimeField()
    reverted_at = models.DateTimeField(null=True, blank=True)
    reverted_by = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    # What a member may read about themselves: what was done, not who looked at it or asked.
    FOR_MEMBERS = (
        Kind.DECIDED,
        Kind.HIDDEN,
        Kind.RESTORED,
        Kind.REMOVED,
        Kind.UNDONE,
        Kind.PURGED,
    )

    objects = ModerationEventQuerySet.as_manager()

    kind_icon = "flag"

    class Meta:
        indexes = [
            models.Index(fields=["-happened_at", "-id"], name="moderation_newest_first"),
            models.Index(fields=["forum", "-happened_at", "-id"], name="moderation_of_a_forum"),
            models.Index(fields=["person", "-happened_at"], name="moderation_of_a_person"),
        ]

    def __str__(self) -> str:
        return "a decision about what you wrote"

    def get_absolute_url(self) -> str:
        return reverse("forums:log_entry", args=[self.pk])


class WatchedWord(models.Model):
    """A word or phrase; a post that holds it waits for review."""

    phrase = models.CharField(max_length=80, unique=True, help_text="Capitals do not matter.")
    note = models.CharField(
        max_length=200, blank=True, help_text="Why we watch it, for whoever reviews."
    )
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.phrase


class PurgeQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        from ..permissions import PURGE

        return self.all() if reader.is_authenticated and reader.has_perm(PURGE) else self.none()

    def waiting(self) -> Self:
        return self.filter(confirmed_at=None, refused_at=None)

    def to_do(self) -> Self:
        return self.exclude(confirmed_at=None).filter(done_at=None)


class Purge(models.Model):
    """A post erased for good: asked for by one, confirmed by another, with a receipt.

    Nothing of the words is in it: `text_hash` is a keyed hash, to tell whether a copy is the same.
    """

    class Reason(models.TextChoices):
        IDENTIFIES = "identifies", "It identified a person who was served"
        COURT = "court", "A court orders it"
        OWNER = "owner", "The person it is about asked for it"

    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="purges")
    reason = models.CharField(max_length=10, choices=Reason)
    asked_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    # Where it was looked for, how much was found and removed there, whom mail had reached.
    receipt = models.JSONField(default=dict, blank=True)

    objects = PurgeQuerySet.as_manager()

    kind_icon = "lock-outline"

    class Meta:
        permissions = [("purge_post", "Erase a post for good, together with a second person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None)
                | ~models.Q(confirmed_by=models.F("asked_by")),
                name="purge_by_two",
            )
        ]

    def __str__(self) -> str:
        return "a post to erase for good"

    def get_absolute_url(self) -> str:
        return reverse("forums:purge", args=[self.pk])
