"""Where our pages lead to on the web, and what the check found there."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from wagtail.models import Page

# What answered is asked again after a week, what failed on the next day.
LOOK_AGAIN = timedelta(days=7)
LOOK_AGAIN_AFTER_FAILURE = timedelta(hours=20)
# A server may be down for an afternoon: only what failed on two days is called broken.
DAYS_TO_BE_BROKEN = 2
NOT_ASKED = "Not looked at"


class OutgoingLinkQuerySet(models.QuerySet):
    def due(self, at: datetime) -> Self:
        """What is to be looked at now: the new first, then what waits longest."""
        asked_long_ago = models.Q(failing_since=None, checked_at__lte=at - LOOK_AGAIN)
        failed = models.Q(
            failing_since__isnull=False, checked_at__lte=at - LOOK_AGAIN_AFTER_FAILURE
        )
        due = self.filter(models.Q(checked_at=None) | asked_long_ago | failed)
        return due.order_by(models.F("checked_at").asc(nulls_first=True), "pk")

    def broken(self) -> Self:
        return self.filter(days_failed__gte=DAYS_TO_BE_BROKEN)

    def in_doubt(self) -> Self:
        """What failed on one day: the next look decides."""
        return self.filter(days_failed__gt=0, days_failed__lt=DAYS_TO_BE_BROKEN)

    def moved(self) -> Self:
        return self.exclude(moved_to="")

    def unasked(self) -> Self:
        return self.filter(checked_at=None)


class OutgoingLink(models.Model):
    """One address on the web, however many pages lead there."""

    url = models.CharField(max_length=1000, unique=True)
    # What the server said last: 200, 404; nothing when it did not answer.
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    # In plain words why there was no answer.
    trouble = models.CharField(max_length=80, blank=True)
    moved_to = models.CharField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failed_on = models.DateField(null=True, blank=True)
    days_failed = models.PositiveSmallIntegerField(default=0)

    objects = OutgoingLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["days_failed"], name="links_by_days_failed")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failing_since=None, failed_on=None, days_failed=0)
                | models.Q(failing_since__isnull=False, failed_on__isnull=False, days_failed__gt=0),
                name="link_fails_since_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_broken(self) -> bool:
        return self.days_failed >= DAYS_TO_BE_BROKEN

    @property
    def in_words(self) -> str:
        """What the check found: “Not found (404)”, “The server did not answer in time”."""
        if self.trouble or not self.status:
            return self.trouble or NOT_ASKED
        if not self.days_failed:
            return f"{'Moved' if self.moved_to else 'Fine'} ({self.status})"
        words = {404: "Not found", 410: "Gone for good"}.get(self.status, "Server error")
        return f"{words} ({self.status})"


class LinkUse(models.Model):
    """A page that leads to an address."""

    link = models.ForeignKey(OutgoingLink, models.CASCADE, related_name="uses")
    page = models.ForeignKey(Page, models.CASCADE, related_name="outgoing_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "page"], name="link_once_a_page")]

    def __str__(self) -> str:
        return f"{self.page_id} → {self.link_id}"
