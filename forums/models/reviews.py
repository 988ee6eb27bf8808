"""What waits for a person to look at it, and what members say is wrong."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from .forums import Forum
from .posts import Post

PERSON = settings.AUTH_USER_MODEL


class ReportQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """One's own reports; what others reported stands on the page of the review."""
        return self.filter(reporter=reader) if reader.is_authenticated else self.none()


class Report(models.Model):
    """A member says that something is wrong with a post."""

    class Reason(models.TextChoices):
        IDENTIFIES = "identifies", "It could identify a person who was served"
        CRISIS = "crisis", "The writer may be in danger"
        UNKIND = "unkind", "It is unkind or attacks somebody"
        WRONG = "wrong", "It could do harm if somebody follows it"
        SPAM = "spam", "It is advertising or off the subject"
        OTHER = "other", "Something else"

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    # When the reporter was told what came of it.
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    kind_icon = "flag"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "reporter"], name="report_once_a_person")
        ]

    def __str__(self) -> str:
        return "what you reported"

    def get_absolute_url(self) -> str:
        return reverse("forums:own_report", args=[self.pk])


class ReviewItemQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(decided_at=None)

    def most_urgent_first(self) -> Self:
        return self.order_by("-priority", "opened_at", "pk")

    def visible_to(self, reader: Any) -> Self:
        """What `reader` may review: everything for moderators, own forums for facilitators.

        An item whose forum they may not read is theirs only when it came by a report: whoever
        moderates sees the post that was reported, not the forum around it.
        """
        from ..permissions import review_scope

        seen = self.filter(review_scope(reader))
        # Somebody else decides about what one wrote oneself.
        return seen.exclude(post__author=reader.pk).exclude(profile_of=reader.pk)


class ReviewItem(models.Model):
    """Something that waits for a person's decision. One open item for a post or a profile."""

    class Kind(models.TextChoices):
        CRISIS = "crisis", "May be in crisis"
        IDENTIFIES = "identifies", "May identify a person"
        REPORT = "report", "Reported"
        CASE = "case", "Case to release"
        ALIAS = "alias", "Written under an alias"
        FILE = "file", "Attachment"
        WATCHED = "watched", "Holds a watched word"
        FIRST_POST = "first", "First post of a new member"
        PROFILE = "profile", "Profile reported"

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        MASKED = "masked", "Masked and approved"
        CHANGE_ASKED = "change", "Change asked for"
        HIDDEN = "hidden", "Hidden"
        MOVED = "moved", "Moved"
        LOCKED = "locked", "Locked"
        NOTHING = "nothing", "No action"
        HELPED = "helped", "Care taken"

    # Greater is more urgent; the hours in which we aim to decide, from forums.md and trust.md 6.4.
    PRIORITIES = {
        Kind.CRISIS: 100,
        Kind.IDENTIFIES: 80,
        Kind.REPORT: 60,
        Kind.PROFILE: 50,
        Kind.CASE: 40,
        Kind.ALIAS: 30,
        Kind.FILE: 30,
        Kind.WATCHED: 30,
        Kind.FIRST_POST: 20,
    }
    # Kinds that reach a moderator also from forums that they do not read.
    FROM_MEMBERS = (Kind.CRISIS, Kind.REPORT)
    HOURS = {Kind.CRISIS: 1, Kind.IDENTIFIES: 4}
    OTHER_HOURS = 12
    # A claim holds this long, so that whoever went home does not keep an item.
    CLAIM_LASTS = timedelta(minutes=30)
    UNDO_WITHIN = timedelta(days=30)

    kind = models.CharField(max_length=10, choices=Kind)
    # All reasons that led here, by kind: an item keeps the gravest as its own.
    reasons = models.JSONField(default=list, blank=True)
    forum = models.ForeignKey(Forum, models.CASCADE, null=True, blank=True, related_name="+")
    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="review_items"
    )
    # For a reported profile.
    profile_of = models.ForeignKey(
        PERSON, models.CASCADE, null=True, blank=True, related_name="profile_reviews"
    )
    priority = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    # What the author was told.
    message = models.TextField(blank=True, max_length=2000)

    objects = ReviewItemQuerySet.as_manager()

    kind_icon = "flag"

    class Meta:
        permissions = [("moderate", "Moderate in all forums")]
        constraints = [
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(decided_at=None, post__isnull=False),
                name="one_open_review_of_a_post",
            ),
            models.UniqueConstraint(
                fields=["profile_of"],
                condition=models.Q(decided_at=None, profile_of__isnull=False),
                name="one_open_review_of_a_profile",
            ),
            models.CheckConstraint(
                condition=models.Q(post__isnull=False) | models.Q(profile_of__isnull=False),
                name="review_of_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-priority", "opened_at", "id"],
                condition=models.Q(decided_at=None),
                name="reviews_most_urgent_first",
            ),
            models.Index(fields=["post"], name="reviews_of_a_post"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("forums:review_item", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    def is_claimed(self, at: datetime) -> bool:
        return self.claimed_at is not None and self.claimed_at + self.CLAIM_LASTS > at

    def can_be_undone(self, at: datetime) -> bool:
        return self.decided_at is not None and self.decided_at + self.UNDO_WITHIN > at

    def is_overdue(self, at: datetime) -> bool:
        return self.is_open and self.due_at < at
